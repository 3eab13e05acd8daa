//! Working out anew what persons give, in the order of their ids: how far each recompute has come is part of the transaction that took it there.
//! Whoever reports meanwhile is worked out by the new rules at once, and once more when his turn comes, which then changes nothing.

use crate::column::{bytes, count, time, uuid};
use crate::credits;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row};
use trackway_domain::link::{Link, LinkId};
use trackway_domain::person::PersonId;
use trackway_domain::snowflake::Snowflake;
use trackway_domain::workspace::WorkspaceId;
use trackway_store::models::{Recompute, Step};

/// Lets everybody of a workspace be worked out anew, from the first on; so nobody else needs to be.
pub(crate) fn ask(connection: &Connection, workspace: WorkspaceId, at: Timestamp) -> rusqlite::Result<()> {
    connection.prepare_cached("DELETE FROM recomputes WHERE workspace = ?")?.execute([bytes(&workspace.0)])?;
    let insert = "INSERT INTO recomputes (workspace, asked_at, persons)
        SELECT ?1, ?2, persons FROM (SELECT count(*) AS persons FROM persons WHERE workspace = ?1) WHERE persons > 0";
    connection.prepare_cached(insert)?.execute((bytes(&workspace.0), at.as_millisecond()))?;
    Ok(())
}

/// Lets those who opened a link be worked out anew.
pub(crate) fn ask_for_link(connection: &Connection, link: &Link, at: Timestamp) -> rusqlite::Result<()> {
    let (workspace, id) = (bytes(&link.workspace.0), link.id.0.to_i64());
    connection.prepare_cached("DELETE FROM recomputes WHERE workspace = ? AND link = ?")?.execute((workspace, id))?;
    let insert = "INSERT INTO recomputes (workspace, link, asked_at, persons)
        SELECT ?1, ?2, ?3, persons FROM (SELECT count(DISTINCT person) AS persons FROM touches WHERE link = ?2) WHERE persons > 0";
    connection.prepare_cached(insert)?.execute((workspace, id, at.as_millisecond()))?;
    Ok(())
}

pub(crate) fn waiting(connection: &Connection, workspace: WorkspaceId) -> rusqlite::Result<Vec<Recompute>> {
    let select = "SELECT * FROM recomputes WHERE workspace = ? ORDER BY number";
    connection.prepare_cached(select)?.query_map([bytes(&workspace.0)], recompute)?.collect()
}

pub(crate) fn step(connection: &Connection, persons: u32) -> rusqlite::Result<Option<Step>> {
    let next = |row: &Row<'_>| Ok((row.get::<_, i64>("number")?, row.get::<_, Vec<u8>>("behind")?, recompute(row)?));
    let mut select = connection.prepare_cached("SELECT * FROM recomputes ORDER BY number LIMIT 1")?;
    let Some((number, behind, mut recompute)) = select.query_row([], next).optional()? else { return Ok(None) };
    let due = due(connection, &recompute, &behind, persons)?;
    for person in &due {
        credits::settle(connection, *person)?;
    }
    recompute.done += due.len() as u64;
    let last = due.last().filter(|_| due.len() == persons as usize);
    match last {
        Some(last) => {
            let update = "UPDATE recomputes SET behind = ?, done = ? WHERE number = ?";
            connection.prepare_cached(update)?.execute((bytes(&last.0), recompute.done, number))?;
        }
        None => drop(connection.prepare_cached("DELETE FROM recomputes WHERE number = ?")?.execute([number])?),
    }
    Ok(Some(Step { recompute, is_over: last.is_none() }))
}

/// The next persons.
fn due(connection: &Connection, recompute: &Recompute, behind: &[u8], persons: u32) -> rusqlite::Result<Vec<PersonId>> {
    let person = |row: &Row<'_>| Ok(PersonId(uuid(row, "id")?));
    match recompute.link {
        None => {
            let select = "SELECT id FROM persons WHERE workspace = ? AND id > ? ORDER BY id LIMIT ?";
            connection.prepare_cached(select)?.query_map((bytes(&recompute.workspace.0), behind, persons), person)?.collect()
        }
        Some(link) => {
            let select = "SELECT DISTINCT person AS id FROM touches WHERE link = ? AND person > ? ORDER BY person LIMIT ?";
            connection.prepare_cached(select)?.query_map((link.0.to_i64(), behind, persons), person)?.collect()
        }
    }
}

fn recompute(row: &Row<'_>) -> rusqlite::Result<Recompute> {
    Ok(Recompute {
        workspace: WorkspaceId(uuid(row, "workspace")?),
        link: row.get::<_, Option<i64>>("link")?.map(|link| LinkId(Snowflake::from_i64(link))),
        asked_at: time(row, "asked_at")?,
        done: count(row, "done")?,
        all: count(row, "persons")?,
    })
}
