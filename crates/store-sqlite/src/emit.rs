//! Emitting: keeping an event for the webhooks that want to be told, in the transaction of the change that it tells of. Where nobody wants
//! to be told, nothing is written and nothing is looked up but that.

use crate::column::{broken, bytes, to_document, uuid};
use crate::{accounts, links};
use foldhash::fast::RandomState;
use jiff::Timestamp;
use rusqlite::Connection;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use trackway_domain::account::Account;
use trackway_domain::event::{DeliveryId, EventId};
use trackway_domain::link::{Link, LinkId};
use trackway_domain::webhook::{WebhookEvent, WebhookId};
use trackway_domain::workspace::WorkspaceId;
use trackway_store::StoreError;
use trackway_store::clicks::ClickRow;
use trackway_store::events::{ClickEvent, Subject};
use trackway_store::outbox::DeliveryState;

/// Keeps an event of this kind for the workspace's webhooks. `subject` is asked for only where there are any.
pub(crate) fn emit(
    connection: &Connection,
    workspace: WorkspaceId,
    at: Timestamp,
    kind: WebhookEvent,
    subject: impl FnOnce() -> rusqlite::Result<Subject>,
) -> Result<(), StoreError> {
    let webhooks = subscribers(connection, workspace, kind).map_err(broken)?;
    if webhooks.is_empty() {
        return Ok(());
    }
    put(connection, workspace, at, &subject().map_err(broken)?, &webhooks, false).map(|_| ())
}

/// Keeps an event for these webhooks, whatever they want; forced ones go out to those that are switched off too. Gives its number.
pub(crate) fn put(
    connection: &Connection,
    workspace: WorkspaceId,
    at: Timestamp,
    subject: &Subject,
    webhooks: &[WebhookId],
    is_forced: bool,
) -> Result<u64, StoreError> {
    let (name, document) = (subject.name(), to_document(subject)?);
    insert(connection, workspace, at, name, &document, webhooks, is_forced).map_err(broken)
}

fn insert(
    connection: &Connection,
    workspace: WorkspaceId,
    at: Timestamp,
    name: &str,
    document: &str,
    webhooks: &[WebhookId],
    is_forced: bool,
) -> rusqlite::Result<u64> {
    let insert = "INSERT INTO outbox (workspace, at, name, subject) VALUES (?, ?, ?, ?)";
    let number = connection.prepare_cached(insert)?.insert((bytes(&workspace.0), at.as_millisecond(), name, document))?.cast_unsigned();
    let event = EventId::of(workspace, number, at);
    let insert = "INSERT INTO deliveries (webhook, id, event, state, due_at, is_forced) VALUES (?, ?, ?, ?, ?, ?)";
    let mut insert = connection.prepare_cached(insert)?;
    for webhook in webhooks {
        let id = DeliveryId::of(event, *webhook, at);
        insert.execute((bytes(&webhook.0), bytes(&id.0), number, DeliveryState::Waiting.as_str(), at.as_millisecond(), is_forced))?;
    }
    Ok(number)
}

fn subscribers(connection: &Connection, workspace: WorkspaceId, kind: WebhookEvent) -> rusqlite::Result<Vec<WebhookId>> {
    let mut select = connection.prepare_cached("SELECT webhook FROM subscriptions WHERE event = ? AND workspace = ?")?;
    select.query_map((kind.as_str(), bytes(&workspace.0)), |row| Ok(WebhookId(uuid(row, "webhook")?)))?.collect()
}

/// Who wants to be told of clicks: by workspace and by how many at once.
type Listeners = BTreeMap<WorkspaceId, BTreeMap<usize, Vec<WebhookId>>>;

/// Keeps events of a batch of clicks. Costs one look per batch where nobody wants to be told of clicks.
pub(crate) fn emit_clicks(connection: &Connection, batch: &[ClickRow]) -> Result<(), StoreError> {
    let listeners = listeners(connection).map_err(broken)?;
    if listeners.is_empty() {
        return Ok(());
    }
    let told = told(connection, batch, &listeners).map_err(broken)?;
    for (workspace, clicks) in &told {
        for (at_once, webhooks) in &listeners[workspace] {
            for portion in clicks.chunks(*at_once) {
                let subject = match portion {
                    [click] if *at_once == 1 => Subject::Click(Box::new(click.clone())),
                    several => Subject::Clicks(several.to_vec()),
                };
                let last = portion.iter().map(|click| click.at).max().unwrap_or_default();
                put(connection, *workspace, last, &subject, webhooks, false)?;
            }
        }
    }
    Ok(())
}

fn listeners(connection: &Connection) -> rusqlite::Result<Listeners> {
    let mut select = connection.prepare_cached("SELECT workspace, clicks_at_once, webhook FROM subscriptions WHERE event = ?")?;
    let mut rows = select.query([WebhookEvent::Click.as_str()])?;
    let mut listeners = Listeners::new();
    while let Some(row) = rows.next()? {
        let of_workspace = listeners.entry(WorkspaceId(uuid(row, "workspace")?)).or_default();
        of_workspace.entry(row.get("clicks_at_once")?).or_default().push(WebhookId(uuid(row, "webhook")?));
    }
    Ok(listeners)
}

/// The clicks of workspaces that have listeners.
fn told(connection: &Connection, batch: &[ClickRow], listeners: &Listeners) -> rusqlite::Result<BTreeMap<WorkspaceId, Vec<ClickEvent>>> {
    let mut known = HashMap::<LinkId, Option<(Link, Account)>, RandomState>::default();
    let mut told = BTreeMap::<_, Vec<_>>::new();
    for click in batch {
        if let Entry::Vacant(unknown) = known.entry(click.link) {
            let link = links::load(connection, click.link)?.filter(|link| listeners.contains_key(&link.workspace));
            let account = link.as_ref().map(|link| accounts::load(connection, link.account)).transpose()?;
            unknown.insert(link.zip(account));
        }
        if let Some((link, account)) = known.get(&click.link).and_then(Option::as_ref) {
            told.entry(link.workspace).or_default().push(ClickEvent::of(click, link, account));
        }
    }
    Ok(told)
}
