//! The rows of deliveries and of their attempts.

use crate::column::{bytes, parsed, time, time_option, uuid};
use rusqlite::{Connection, OptionalExtension as _, Params, Row};
use trackway_domain::event::{DeliveryId, EventId};
use trackway_domain::webhook::WebhookId;
use trackway_domain::workspace::WorkspaceId;
use trackway_store::events::Event;
use trackway_store::outbox::{Attempt, Delivery, DeliveryState, Outcome};

/// A delivery with the event that it is of.
const SELECT: &str = "SELECT deliveries.*, outbox.number, outbox.workspace, outbox.at, outbox.name, outbox.subject FROM deliveries
    JOIN outbox ON outbox.number = deliveries.event";

/// Deliveries with their events where `condition` holds; None for an event that cannot be read any more.
pub(crate) fn select(
    connection: &Connection,
    condition: &str,
    parameters: impl Params,
) -> rusqlite::Result<Vec<(Delivery, Option<Event>)>> {
    let mut select = connection.prepare_cached(&format!("{SELECT} WHERE {condition}"))?;
    let mut found = select.query_map(parameters, with_event)?.collect::<Result<Vec<_>, _>>()?;
    for (delivery, _) in &mut found {
        delivery.attempts = attempts(connection, delivery.webhook, delivery.id)?;
    }
    Ok(found)
}

pub(crate) fn find(connection: &Connection, webhook: WebhookId, id: DeliveryId) -> rusqlite::Result<Option<Delivery>> {
    let found = select(connection, "deliveries.webhook = ? AND deliveries.id = ?", (bytes(&webhook.0), bytes(&id.0)))?;
    Ok(found.into_iter().next().map(|(delivery, _)| delivery))
}

/// Makes a delivery due, as if it had never been tried.
pub(crate) fn replay(connection: &Connection, webhook: WebhookId, id: DeliveryId, at: i64) -> rusqlite::Result<()> {
    let update = "UPDATE deliveries SET state = ?, due_at = ?, tries = 0, is_forced = 1 WHERE webhook = ? AND id = ?";
    connection.execute(update, (DeliveryState::Waiting.as_str(), at, bytes(&webhook.0), bytes(&id.0))).map(|_| ())
}

/// Writes down a try and what follows from it for its delivery. False where the delivery is gone.
pub(crate) fn tried(connection: &Connection, outcome: &Outcome) -> rusqlite::Result<bool> {
    let Outcome { webhook, delivery, attempt, again_at, .. } = outcome;
    let state = match (&attempt.error, again_at) {
        (None, _) => DeliveryState::Delivered,
        (Some(_), Some(_)) => DeliveryState::Waiting,
        (Some(_), None) => DeliveryState::GivenUp,
    };
    let due_at = again_at.filter(|_| state == DeliveryState::Waiting).map(jiff::Timestamp::as_millisecond);
    let keys = (bytes(&webhook.0), bytes(&delivery.0));
    let update = "UPDATE deliveries SET state = ?, due_at = ?, tries = tries + 1, is_forced = is_forced AND ?2 IS NOT NULL
        WHERE webhook = ? AND id = ?";
    if connection.prepare_cached(update)?.execute((state.as_str(), due_at, keys.0, keys.1))? == 0 {
        return Ok(false);
    }
    let select = "SELECT ifnull(max(number), 0) + 1 FROM delivery_attempts WHERE webhook = ? AND delivery = ?";
    let number = connection.prepare_cached(select)?.query_row(keys, |row| row.get::<_, u32>(0))?;
    let Attempt { at, took_milliseconds, status, error, answer } = attempt;
    let insert = "INSERT INTO delivery_attempts (webhook, delivery, number, at, took_milliseconds, status, error, answer)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    let row = (keys.0, keys.1, number, at.as_millisecond(), took_milliseconds, status, error, answer);
    connection.prepare_cached(insert)?.execute(row)?;
    let delete = "DELETE FROM delivery_attempts WHERE webhook = ? AND delivery = ? AND number <= ?";
    connection.prepare_cached(delete)?.execute((keys.0, keys.1, number.saturating_sub(Delivery::ATTEMPTS_KEPT)))?;
    Ok(true)
}

fn attempts(connection: &Connection, webhook: WebhookId, delivery: DeliveryId) -> rusqlite::Result<Vec<Attempt>> {
    let select = "SELECT * FROM delivery_attempts WHERE webhook = ? AND delivery = ? ORDER BY number";
    connection.prepare_cached(select)?.query_map((bytes(&webhook.0), bytes(&delivery.0)), attempt)?.collect()
}

fn attempt(row: &Row<'_>) -> rusqlite::Result<Attempt> {
    Ok(Attempt {
        at: time(row, "at")?,
        took_milliseconds: row.get("took_milliseconds")?,
        status: row.get("status")?,
        error: row.get("error")?,
        answer: row.get("answer")?,
    })
}

fn with_event(row: &Row<'_>) -> rusqlite::Result<(Delivery, Option<Event>)> {
    let (workspace, at) = (WorkspaceId(uuid(row, "workspace")?), time(row, "at")?);
    let event = EventId::of(workspace, row.get::<_, i64>("number")?.cast_unsigned(), at);
    // An event that an older version wrote may be one that this version cannot read: the delivery still has to be told of.
    let subject = serde_json::from_str(&row.get::<_, String>("subject")?).ok();
    let delivery = Delivery {
        id: DeliveryId(uuid(row, "id")?),
        webhook: WebhookId(uuid(row, "webhook")?),
        event,
        name: row.get("name")?,
        happened_at: at,
        state: parsed(row, "state", |text: String| DeliveryState::parse(&text))?,
        due_at: time_option(row, "due_at")?,
        tries: row.get("tries")?,
        attempts: Vec::new(),
    };
    Ok((delivery, subject.map(|subject| Event { id: event, workspace, at, subject })))
}

/// The id of the delivery of an event, by its number, to a webhook.
pub(crate) fn id_of(connection: &Connection, webhook: WebhookId, event: u64) -> rusqlite::Result<Option<DeliveryId>> {
    let select = "SELECT id FROM deliveries WHERE event = ? AND webhook = ?";
    connection.query_row(select, (event, bytes(&webhook.0)), |row| Ok(DeliveryId(uuid(row, "id")?))).optional()
}
