//! Clicks that somebody waits for: conversions may be reported before their click has come out of the journal.

use crate::column::{broken, bytes, uuid};
use crate::record::link_place;
use crate::{credits, persons, touches};
use rusqlite::Connection;
use trackway_domain::attribution::Model;
use trackway_domain::click::ClickId;
use trackway_domain::person::PersonId;
use trackway_store::StoreError;
use trackway_store::clicks::ClickRow;

/// Gives the clicks of a batch to those who wait for them. Costs one look where nobody waits.
pub(crate) fn arrived(connection: &Connection, batch: &[ClickRow]) -> Result<(), StoreError> {
    let is_anybody_waiting = || connection.prepare_cached("SELECT 1 FROM pending_clicks LIMIT 1")?.exists([]);
    if !is_anybody_waiting().map_err(broken)? {
        return Ok(());
    }
    batch.iter().try_for_each(|click| give(connection, click)).map_err(broken)
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
        credits::settle(connection, person, Model::default())?;
    }
    Ok(())
}

fn waiting(connection: &Connection, click: ClickId) -> rusqlite::Result<Vec<PersonId>> {
    let mut select = connection.prepare_cached("SELECT person FROM pending_clicks WHERE click = ?")?;
    select.query_map([bytes(&click.0)], |row| Ok(PersonId(uuid(row, "person")?)))?.collect()
}
