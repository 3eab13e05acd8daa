//! Listing installs: a walk along the index of their times, from its end.

use super::rows;
use crate::column::bytes;
use rusqlite::{Connection, params};
use trackway_store::installs::{Install, InstallList};
use trackway_store::page::Page;

pub(super) fn list(connection: &Connection, asked: &InstallList) -> rusqlite::Result<Page<Install>> {
    let credited = match asked.is_credited {
        None => "",
        Some(true) => "AND link IS NOT NULL",
        Some(false) => "AND link IS NULL",
    };
    let behind = match asked.behind {
        None => "AND ?2 IS NULL",
        Some(_) => "AND (opened_at, id) < (SELECT opened_at, id FROM installs WHERE id = ?2 AND workspace = ?1)",
    };
    let select = format!("SELECT * FROM installs WHERE workspace = ?1 {behind} {credited} ORDER BY opened_at DESC, id DESC LIMIT ?3");
    let cursor = asked.behind.map(|install| *bytes(&install.0));
    let row = params![bytes(&asked.workspace.0), cursor, i64::from(asked.limit) + 1];
    let installs = connection.prepare_cached(&select)?.query_map(row, rows::install)?.collect::<Result<_, _>>()?;
    Ok(Page::from_one_more(installs, asked.limit))
}
