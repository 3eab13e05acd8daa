//! Installs that wait for the click that they name: an app may report itself before its click has come out of the journal.

use super::{record, rows, tell};
use crate::column::{broken, bytes, uuid};
use rusqlite::Connection;
use std::collections::BTreeSet;
use trackway_domain::click::ClickId;
use trackway_store::StoreError;
use trackway_store::clicks::ClickRow;
use trackway_store::installs::Install;

/// Decides on the installs that wait for clicks of a batch. Most often none waits, and then no click is looked at.
pub(crate) fn arrived(connection: &Connection, batch: &[ClickRow]) -> Result<(), StoreError> {
    let awaited = awaited(connection, batch).map_err(broken)?;
    for click in batch.iter().filter(|click| awaited.contains(&click.id)) {
        for mut install in waiting(connection, click.id).map_err(broken)? {
            let before = install.clone();
            install.decision = record::decide(connection, &install, None).map_err(broken)?;
            rows::decide(connection, &install)?;
            tell::tell_again(connection, &before, &install, install.last_opened_at)?;
        }
    }
    Ok(())
}

/// Clicks that are waited for, between the first and the last id of a batch.
fn awaited(connection: &Connection, batch: &[ClickRow]) -> rusqlite::Result<BTreeSet<ClickId>> {
    if !connection.prepare_cached("SELECT 1 FROM installs WHERE awaited IS NOT NULL LIMIT 1")?.exists([])? {
        return Ok(BTreeSet::new());
    }
    let ids = || batch.iter().map(|click| click.id);
    let Some((lowest, highest)) = ids().min().zip(ids().max()) else { return Ok(BTreeSet::new()) };
    let mut select = connection.prepare_cached("SELECT awaited FROM installs WHERE awaited BETWEEN ? AND ?")?;
    select.query_map((bytes(&lowest.0), bytes(&highest.0)), |row| Ok(ClickId(uuid(row, "awaited")?)))?.collect()
}

/// The first to name it comes first.
fn waiting(connection: &Connection, click: ClickId) -> rusqlite::Result<Vec<Install>> {
    let mut select = connection.prepare_cached("SELECT * FROM installs WHERE awaited = ? ORDER BY opened_at, id")?;
    select.query_map([bytes(&click.0)], rows::install)?.collect()
}
