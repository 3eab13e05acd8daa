//! Erasing whatever tells who a person is. What he did stays as what nobody did: the same touches and conversions under a new id, without a name,
//! a click, a key or data that lead to him. Whatever is worked out of them is what it was.

use crate::column::{bytes, document, parsed, uuid};
use crate::{credits, dossiers};
use rusqlite::{Connection, Row, params};
use serde_json::{Map, Value};
use std::collections::HashMap;
use trackway_domain::click::ClickId;
use trackway_domain::conversion::{ConversionId, ConversionKind, IdempotencyKey};
use trackway_domain::person::{ExternalId, Person, PersonId};
use trackway_domain::webhook::WebhookEvent;
use trackway_domain::workspace::WorkspaceId;
use trackway_store::dossiers::Erased;
use trackway_store::events::Subject;

/// All but his clicks, of which `clicks` have been anonymised before.
pub(crate) fn erase(
    connection: &Connection,
    workspace: WorkspaceId,
    person: &Person,
    nobody: PersonId,
    clicks: u64,
) -> rusqlite::Result<Erased> {
    hush(connection, workspace, person, &dossiers::clicked(connection, person.id)?)?;
    let events = forget_events(connection, person)?;
    let app_events = forget_app_events(connection, person)?;
    make_nobody(connection, person.id, nobody)?;
    let conversions = forget_keys(connection, workspace, person.id)?;
    let (from, to) = (bytes(&person.id.0), bytes(&nobody.0));
    // A touch without its click would be the same as another of that instant, so its own number stands in the click's place.
    let update =
        "UPDATE touches SET person = ?, metadata = NULL, click = iif(click IS NULL, NULL, unhex(format('%032x', id))) WHERE person = ?";
    let visits = connection.execute(update, (to, from))?;
    for table in ["conversions", "credits", "person_credits"] {
        connection.execute(&format!("UPDATE {table} SET person = ? WHERE person = ?"), (to, from))?;
    }
    connection.execute("DELETE FROM pending_clicks WHERE person = ?", [from])?;
    connection.execute("DELETE FROM persons WHERE id = ?", [from])?;
    // Nothing has changed that counts; were it otherwise, the books would be right all the same.
    credits::settle(connection, nobody)?;
    Ok(Erased { visits: visits as u64, conversions, clicks, events, app_events })
}

fn make_nobody(connection: &Connection, person: PersonId, nobody: PersonId) -> rusqlite::Result<()> {
    let insert = "INSERT INTO persons (id, workspace, account, was_identified, first_seen_at, followed_at, subscribed_at, is_subscriber, spent_mills)
        SELECT ?, workspace, account, external_id IS NOT NULL OR was_identified, first_seen_at, followed_at, subscribed_at, is_subscriber,
        spent_mills FROM persons WHERE id = ?";
    connection.execute(insert, (bytes(&nobody.0), bytes(&person.0)))?;
    Ok(())
}

/// A conversion's key may be made of what somebody is called, so only its hash is kept, by which a report is known that comes again.
fn forget_keys(connection: &Connection, workspace: WorkspaceId, person: PersonId) -> rusqlite::Result<u64> {
    let mut conversions = keys(connection, person)?;
    // In the order of the rules, which the new keys keep.
    conversions.sort_by(|a, b| (a.at, a.kind, &a.key, a.id).cmp(&(b.at, b.kind, &b.key, b.id)));
    let by_key = conversions.iter().map(|known| (known.key.as_str().to_owned(), known.id.to_string())).collect::<HashMap<_, _>>();
    let remember = "INSERT INTO erased_keys (workspace, hash, conversion) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
    let update = "UPDATE conversions SET key = ?, fingerprint = zeroblob(32), data = NULL, refunds = ?, answered_click = NULL WHERE id = ?";
    for (rank, known) in conversions.iter().enumerate() {
        connection.prepare_cached(remember)?.execute((bytes(&workspace.0), known.key.hash(), bytes(&known.id.0)))?;
        let refunds = known.refunds.as_ref().map(|name| by_key.get(name).unwrap_or(name));
        connection.prepare_cached(update)?.execute((format!("erased {rank:09} {}", known.id), refunds, bytes(&known.id.0)))?;
    }
    Ok(conversions.len() as u64)
}

/// What the order of conversions follows, and what names them.
struct Keyed {
    id: ConversionId,
    kind: ConversionKind,
    at: i64,
    key: IdempotencyKey,
    refunds: Option<String>,
}

fn keys(connection: &Connection, person: PersonId) -> rusqlite::Result<Vec<Keyed>> {
    let select = "SELECT id, kind, occurred_at, key, refunds FROM conversions WHERE person = ?";
    let keyed = |row: &Row<'_>| {
        Ok(Keyed {
            id: ConversionId(uuid(row, "id")?),
            kind: parsed(row, "kind", |text: String| ConversionKind::parse(&text))?,
            at: row.get("occurred_at")?,
            key: parsed(row, "key", |text: String| IdempotencyKey::parse(&text).ok())?,
            refunds: row.get("refunds")?,
        })
    };
    connection.prepare_cached(select)?.query_map([bytes(&person.0)], keyed)?.collect()
}

fn forget_events(connection: &Connection, person: &Person) -> rusqlite::Result<u64> {
    let (Some(account), Some(id)) = (person.account, &person.external_id) else { return Ok(0) };
    let delete = "DELETE FROM inbound_events WHERE account = ? AND instr(body, '\"' || ? || '\"') > 0";
    Ok(connection.execute(delete, params![bytes(&account.0), id.as_str()])? as u64)
}

/// That something was done stays, since installs are counted by it; what the app said of it goes.
fn forget_app_events(connection: &Connection, person: &Person) -> rusqlite::Result<u64> {
    let Some(id) = &person.external_id else { return Ok(0) };
    let update = format!("UPDATE install_events SET data = '{{}}', session = NULL WHERE {}", dossiers::NAMES_HIM);
    Ok(connection.execute(&update, params![bytes(&person.id.0), id.as_str()])? as u64)
}

/// Takes out of what waits to be told to webhooks, and of what was told and is kept for a while, whatever tells who he is.
fn hush(connection: &Connection, workspace: WorkspaceId, person: &Person, clicked: &[ClickId]) -> rusqlite::Result<()> {
    let external_id = person.external_id.as_ref().map(ExternalId::as_str);
    let is_his = |id: &Option<String>| id.is_some() && id.as_deref() == external_id;
    let mut select = connection.prepare_cached("SELECT number, subject FROM outbox WHERE workspace = ? AND name IN (?, ?)")?;
    let told = (bytes(&workspace.0), WebhookEvent::Click.as_str(), WebhookEvent::Conversion.as_str());
    let mut rows = select.query(told)?;
    let mut changed = Vec::new();
    while let Some(row) = rows.next()? {
        let mut subject = document::<Subject>(row, "subject")?;
        let clicks = match &mut subject {
            Subject::Click(click) => std::slice::from_mut(&mut **click),
            Subject::Clicks(clicks) => clicks.as_mut_slice(),
            Subject::Conversion(conversion)
                if is_his(&conversion.external_id) || external_id.is_some_and(|id| names(&conversion.data, id)) =>
            {
                (conversion.external_id, conversion.data) = (None, None);
                changed.push((row.get::<_, i64>("number")?, subject));
                continue;
            }
            _ => continue,
        };
        let mut is_changed = false;
        for click in clicks.iter_mut().filter(|click| clicked.contains(&click.id)) {
            (click.address, is_changed) = (None, true);
        }
        if is_changed {
            changed.push((row.get("number")?, subject));
        }
    }
    let mut update = connection.prepare_cached("UPDATE outbox SET subject = ? WHERE number = ?")?;
    for (number, subject) in changed {
        let text = serde_json::to_string(&subject).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
        update.execute((text, number))?;
    }
    Ok(())
}

/// True where a text or a number somewhere in it is this id.
fn names(data: &Option<Map<String, Value>>, id: &str) -> bool {
    fn is_in(value: &Value, id: &str) -> bool {
        match value {
            Value::String(text) => text == id,
            Value::Number(number) => number.to_string() == id,
            Value::Array(values) => values.iter().any(|value| is_in(value, id)),
            Value::Object(fields) => fields.values().any(|value| is_in(value, id)),
            Value::Null | Value::Bool(_) => false,
        }
    }
    data.as_ref().is_some_and(|data| data.values().any(|value| is_in(value, id)))
}
