//! What is done in apps: kept once, though it be sent again and again.

use super::tell;
use crate::column::{broken, bytes};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, params};
use trackway_domain::install::InstallEventId;
use trackway_store::StoreError;
use trackway_store::installs::NewEvent;
use uuid::Uuid;

/// Keeps an event; None where there is no such install.
pub(super) fn record(connection: &Connection, new: &NewEvent) -> Result<Option<InstallEventId>, StoreError> {
    match insert(connection, new).map_err(broken)? {
        Kept::New => {
            tell::tell_event(connection, new)?;
            Ok(Some(new.id))
        }
        Kept::Before(id) => Ok(Some(id)),
        Kept::Nobodys => Ok(None),
    }
}

/// What became of an event.
enum Kept {
    New,
    /// It was sent before, as this one.
    Before(InstallEventId),
    /// There is no such install.
    Nobodys,
}

fn insert(connection: &Connection, new: &NewEvent) -> rusqlite::Result<Kept> {
    let event = &new.event;
    let is_there = "SELECT 1 FROM installs WHERE id = ? AND workspace = ?";
    if !connection.prepare_cached(is_there)?.exists((bytes(&event.install.0), bytes(&new.workspace.0)))? {
        return Ok(Kept::Nobodys);
    }
    let identity = event.identity();
    if let Some(known) = identity.map(|identity| vouch_for(connection, identity, new)).transpose()?.flatten() {
        return Ok(Kept::Before(known));
    }
    let amount = event.amount.as_ref();
    let row = params![
        bytes(&new.id.0),
        bytes(&event.install.0),
        bytes(&new.workspace.0),
        event.name.as_str(),
        event.data,
        event.at.unwrap_or(new.received_at).min(new.received_at).as_millisecond(),
        new.received_at.as_millisecond(),
        event.session,
        event.link.as_ref().map(bytes),
        event.click.as_ref().map(|click| bytes(&click.0)),
        new.is_vouched,
        amount.map(|amount| amount.gross.0),
        amount.map(|amount| amount.currency.as_str().to_owned()),
        identity,
    ];
    let insert = "INSERT INTO install_events (id, install, workspace, name, data, at, received_at, session, link, click, is_vouched,
        gross_mills, currency, identity) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    connection.prepare_cached(insert)?.execute(row)?;
    Ok(Kept::New)
}

/// The event that was sent before. Sent again with a key, it is vouched for from then on.
fn vouch_for(connection: &Connection, identity: [u8; 32], new: &NewEvent) -> rusqlite::Result<Option<InstallEventId>> {
    let select = "SELECT id FROM install_events WHERE identity = ?";
    let id = |row: &rusqlite::Row<'_>| row.get::<_, [u8; 16]>(0).map(Uuid::from_bytes);
    let known = connection.prepare_cached(select)?.query_row([identity], id).optional()?;
    if let (Some(known), true) = (known, new.is_vouched) {
        connection.prepare_cached("UPDATE install_events SET is_vouched = 1 WHERE id = ?")?.execute([bytes(&known)])?;
    }
    Ok(known.map(InstallEventId))
}

/// Bounds of a time in milliseconds.
pub(super) fn span(from: Timestamp, to: Timestamp) -> (i64, i64) {
    (from.as_millisecond(), to.as_millisecond())
}
