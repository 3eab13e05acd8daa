//! Clicks that somebody waits for: conversions may be reported before their click has come out of the journal.

use crate::column::{broken, bytes, uuid};
use crate::record::link_place;
use crate::{credits, persons, touches};
use rusqlite::Connection;
use std::collections::BTreeSet;
use trackway_domain::click::ClickId;
use trackway_domain::person::PersonId;
use trackway_store::StoreError;
use trackway_store::clicks::ClickRow;

/// Gives the clicks of a batch to those who wait for them. Costs one look, since nobody waits for most: ids are in the order of time, so those
/// who wait for clicks that never come are not looked at again.
pub(crate) fn arrived(connection: &Connection, batch: &[ClickRow]) -> Result<(), StoreError> {
    let awaited = awaited(connection, batch).map_err(broken)?;
    if awaited.is_empty() {
        return Ok(());
    }
    batch.iter().filter(|click| awaited.contains(&click.id)).try_for_each(|click| give(connection, click)).map_err(broken)
}

/// Clicks that somebody waits for, between the first and the last id of a batch.
fn awaited(connection: &Connection, batch: &[ClickRow]) -> rusqlite::Result<BTreeSet<ClickId>> {
    // Most often nobody waits for anything, and then no click is looked at.
    if connection.prepare_cached("SELECT 1 FROM pending_clicks LIMIT 1")?.query([])?.next()?.is_none() {
        return Ok(BTreeSet::new());
    }
    let ids = || batch.iter().map(|click| click.id);
    let Some((lowest, highest)) = ids().min().zip(ids().max()) else { return Ok(BTreeSet::new()) };
    let mut select = connection.prepare_cached("SELECT click FROM pending_clicks WHERE click BETWEEN ? AND ?")?;
    select.query_map((bytes(&lowest.0), bytes(&highest.0)), |row| Ok(ClickId(uuid(row, "click")?)))?.collect()
}

fn give(connection: &Connection, click: &ClickRow) -> rusqlite::Result<()> {
    for person in waiting(connection, click.id)? {
        connection
            .prepare_cached("DELETE FROM pending_clicks WHERE click = ? AND person = ?")?
            .execute((bytes(&click.id.0), bytes(&person.0)))?;
        let Some(place) = link_place(connection, click.link)? else { continue };
        // A click of another workspace or account is not his, whoever said so.
        let Some(person) = persons::settle_account(connection, person, place)? else { continue };
        touches::insert(connection, person, click)?;
        credits::settle(connection, person)?;
    }
    Ok(())
}

fn waiting(connection: &Connection, click: ClickId) -> rusqlite::Result<Vec<PersonId>> {
    let mut select = connection.prepare_cached("SELECT person FROM pending_clicks WHERE click = ?")?;
    select.query_map([bytes(&click.0)], |row| Ok(PersonId(uuid(row, "person")?)))?.collect()
}
