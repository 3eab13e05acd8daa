//! Bringing a file's tables up to date: forward only, each step once, in one transaction.

use crate::column::broken;
use rusqlite::{Connection, TransactionBehavior};
use trackway_store::StoreError;
use trackway_store::migrations::Migrations;

/// The steps, oldest first. One that has been released is never changed.
const STEPS: &[&str] = &[
    include_str!("migrations/0001_house.sql"),
    include_str!("migrations/0002_identity.sql"),
    include_str!("migrations/0003_conversions.sql"),
    include_str!("migrations/0004_linkforty.sql"),
    include_str!("migrations/0005_click_parts.sql"),
    include_str!("migrations/0006_tags.sql"),
    include_str!("migrations/0007_credit.sql"),
    include_str!("migrations/0008_installs.sql"),
    include_str!("migrations/0009_outbox.sql"),
    include_str!("migrations/0010_domains.sql"),
    include_str!("migrations/0011_day_places.sql"),
];

/// Marks a file as ours: "trkw" in the file's header.
const APPLICATION: i32 = 0x7472_6b77;

pub(crate) fn run(connection: &mut Connection) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(broken)?;
    let read = |name: &str| transaction.pragma_query_value(None, name, |row| row.get::<_, i32>(0)).map_err(broken);
    let (application, version) = (read("application_id")?, read("user_version")?);
    let tables = transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0)).map_err(broken)?;
    let is_new = (application, version, tables) == (0, 0, 0);
    if application != APPLICATION && !is_new {
        return Err(StoreError::Broken("this file is another program's database".to_owned()));
    }
    let done = usize::try_from(version).unwrap_or(usize::MAX);
    let Some(left) = STEPS.get(done..) else {
        return Err(StoreError::Broken(format!("the database is of a newer version ({done}) than this program knows ({})", STEPS.len())));
    };
    for step in left {
        transaction.execute_batch(step).map_err(broken)?;
    }
    if !left.is_empty() {
        transaction.pragma_update(None, "application_id", APPLICATION).map_err(broken)?;
        transaction.pragma_update(None, "user_version", STEPS.len()).map_err(broken)?;
    }
    transaction.commit().map_err(broken)
}

/// Which steps have been taken, and which there are.
pub(crate) fn state(connection: &Connection) -> rusqlite::Result<Migrations> {
    let done = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    Ok(Migrations { done, known: STEPS.len() })
}
