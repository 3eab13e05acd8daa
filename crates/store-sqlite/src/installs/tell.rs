//! Telling webhooks of installs, and of what is done in apps.

use crate::column::{bytes, uuid};
use crate::{emit, links};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _};
use trackway_domain::conversion::{ConversionId, ConversionKind};
use trackway_domain::webhook::WebhookEvent;
use trackway_store::StoreError;
use trackway_store::events::{ConversionEvent, InstallCredit, InstallEvent, Subject};
use trackway_store::installs::{Install, NewEvent};

/// Tells of an install once it is decided on. One that waits for its click is told of when that arrives.
pub(super) fn tell(connection: &Connection, install: &Install, at: Timestamp) -> Result<(), StoreError> {
    emit::emit(connection, install.workspace, at, WebhookEvent::Install, || {
        let report = &install.report;
        Ok(Subject::Install(Box::new(InstallEvent {
            id: install.id.0,
            fingerprint: install.fingerprint.to_string(),
            at: install.opened_at,
            credit: credit(connection, install)?,
            user_agent: report.user_agent.clone(),
            platform: report.phone.platform,
        })))
    })
}

fn credit(connection: &Connection, install: &Install) -> rusqlite::Result<Option<InstallCredit>> {
    let Some(considered) = install.decision.credited() else { return Ok(None) };
    let view = links::load(connection, considered.link)?.map(|link| links::view(connection, link)).transpose()?;
    Ok(view.map(|view| InstallCredit { view, considered: considered.clone() }))
}

/// Tells of what was done in an app, where that is no conversion: one that is tells of itself.
pub(super) fn tell_event(connection: &Connection, new: &NewEvent) -> Result<(), StoreError> {
    let event = &new.event;
    if new.is_vouched && (event.amount.is_some() || event.person.is_some()) {
        return Ok(());
    }
    emit::emit(connection, new.workspace, new.received_at, WebhookEvent::Conversion, || {
        let select = "SELECT links.uuid FROM installs JOIN links ON links.id = installs.link WHERE installs.id = ?";
        let link = connection.prepare_cached(select)?.query_row([bytes(&event.install.0)], |row| uuid(row, "uuid")).optional()?;
        Ok(Subject::Conversion(Box::new(ConversionEvent {
            id: ConversionId(new.id.0),
            install: Some(event.install.0),
            link,
            click: event.click,
            kind: ConversionKind::Custom,
            name: Some(event.name.as_str().to_owned()),
            data: serde_json::from_str(&event.data).ok(),
            external_id: None,
            amount: None,
            at: event.at.unwrap_or(new.received_at).min(new.received_at),
        })))
    })
}

/// Tells of an install that is decided on anew, where that has changed anything for those who were told.
pub(super) fn tell_again(connection: &Connection, before: &Install, now: &Install, at: Timestamp) -> Result<(), StoreError> {
    if now.decision.is_open() || (before.decision.credited() == now.decision.credited() && !before.decision.is_open()) {
        return Ok(());
    }
    tell(connection, now, at)
}
