//! Links: made, found, changed, deleted, resolved. Listing them has a file of its own.

use crate::SqliteStore;
use crate::column::{broken, bytes, count, document, parsed, time, to_document, uuid};
use crate::paths::{self, Taken};
use crate::{accounts, emit, link_tags, list_links, recompute, search_links, templates};
use async_trait::async_trait;
use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use trackway_domain::account::AccountId;
use trackway_domain::code::Code;
use trackway_domain::destination::Destination;
use trackway_domain::link::{Link, LinkId, LinkSettings};
use trackway_domain::money::Mills;
use trackway_domain::snowflake::Snowflake;
use trackway_domain::text::{Name, Tag};
use trackway_domain::totals::LinkTotals;
use trackway_domain::webhook::WebhookEvent;
use trackway_domain::workspace::{UserId, WorkspaceId};
use trackway_store::StoreError;
use trackway_store::changes::Change;
use trackway_store::error::{CreateError, EditError};
use trackway_store::events::{LinkAction, LinkEvent, Subject};
use trackway_store::links::{Edit, LinkCaption, LinkKey, LinkQuery, LinkView, Links, Resolved, Signpost, Within};
use trackway_store::page::Page;
use uuid::Uuid;

#[async_trait]
impl Links for SqliteStore {
    async fn create(&self, link: &Link) -> Result<(), CreateError> {
        let link = link.clone();
        self.write(move |transaction| {
            if template_is_gone(transaction, &link)? {
                return Err(CreateError::TemplateGone);
            }
            paths::take(transaction, link.code.as_str(), Taken::Link(link.id.0.to_i64()))?;
            insert(transaction, &link)?;
            link_tags::replace(transaction, &[], &link)?;
            Ok(tell(transaction, link.workspace, LinkAction::Created, link.created_at, || view(transaction, link.clone()))?)
        })
        .await
    }

    async fn find(&self, within: Within, key: &LinkKey) -> Result<Option<LinkView>, StoreError> {
        let key = key.clone();
        self.read(move |connection| find(connection, within, &key)?.map(|link| view(connection, link)).transpose()).await
    }

    async fn list(&self, query: &LinkQuery) -> Result<Page<LinkView>, StoreError> {
        let query = query.clone();
        self.read(move |connection| {
            let links = list_links::list(connection, &query)?;
            let items = links.items.into_iter().map(|link| view(connection, link)).collect::<Result<_, _>>()?;
            Ok(Page { items, has_more: links.has_more })
        })
        .await
    }

    async fn count(&self, query: &LinkQuery, up_to: u32) -> Result<u32, StoreError> {
        let query = query.clone();
        self.read(move |connection| list_links::count(connection, &query, up_to)).await
    }

    async fn update(&self, within: Within, key: &LinkKey, at: Timestamp, edit: Edit) -> Result<Option<LinkView>, EditError> {
        let key = key.clone();
        self.write(move |transaction| {
            let Some(mut link) = find(transaction, within, &key).map_err(broken)? else { return Ok(None) };
            let before = link.clone();
            edit(&mut link.settings);
            link.updated_at = at;
            if template_is_gone(transaction, &link)? {
                return Err(EditError::TemplateGone);
            }
            replace(transaction, &link)?;
            search_links::replace(transaction, &before, &link)?;
            link_tags::replace(transaction, &before.settings.tags, &link)?;
            if link.settings.effective_window() != before.settings.effective_window() {
                recompute::ask_for_link(transaction, &link, at).map_err(broken)?;
            }
            paths::log(transaction, &Change::Path(link.code.to_string()))?;
            let view = view(transaction, link).map_err(broken)?;
            tell(transaction, within.workspace, LinkAction::Updated, at, || Ok(view.clone()))?;
            Ok(Some(view))
        })
        .await
    }

    async fn delete(&self, within: Within, key: &LinkKey, at: Timestamp) -> Result<Option<Link>, StoreError> {
        let key = key.clone();
        self.write(move |transaction| {
            let Some(link) = find(transaction, within, &key).map_err(broken)? else { return Ok(None) };
            let delete = "UPDATE links SET deleted_at = ? WHERE id = ?";
            transaction.execute(delete, (at.as_millisecond(), link.id.0.to_i64())).map_err(broken)?;
            search_links::remove(transaction, &link)?;
            paths::log(transaction, &Change::Path(link.code.to_string()))?;
            tell(transaction, within.workspace, LinkAction::Deleted, at, || view(transaction, link.clone()))?;
            Ok(Some(link))
        })
        .await
    }

    async fn tags(&self, within: Within) -> Result<Vec<(Tag, u64)>, StoreError> {
        self.read(move |connection| link_tags::all(connection, within)).await
    }

    async fn captions(&self, workspace: WorkspaceId, uuids: Vec<Uuid>) -> Result<Vec<LinkCaption>, StoreError> {
        self.read(move |connection| captions(connection, workspace, &uuids)).await
    }

    async fn resolve(&self, segment: &str) -> Result<Option<Resolved>, StoreError> {
        let segment = segment.to_owned();
        self.read(move |connection| resolve(connection, &segment)).await
    }
}

/// Whoever makes or changes a link has looked for its template; it may have been deleted since.
fn template_is_gone(connection: &Connection, link: &Link) -> Result<bool, StoreError> {
    let Some(template) = link.settings.template else { return Ok(false) };
    let select = "SELECT NOT EXISTS (SELECT 1 FROM templates WHERE id = ?)";
    let mut select = connection.prepare_cached(select).map_err(broken)?;
    select.query_row([bytes(&template.0)], |row| row.get(0)).map_err(broken)
}

/// Keeps the event for webhooks that want to be told of links.
fn tell(
    connection: &Connection,
    workspace: WorkspaceId,
    action: LinkAction,
    at: Timestamp,
    view: impl FnOnce() -> rusqlite::Result<LinkView>,
) -> Result<(), StoreError> {
    emit::emit(connection, workspace, at, WebhookEvent::Link, || Ok(Subject::Link(Box::new(LinkEvent { action, view: view()? }))))
}

fn insert(connection: &Connection, link: &Link) -> Result<(), StoreError> {
    let settings = &link.settings;
    let row = params![
        link.id.0.to_i64(),
        bytes(&link.uuid),
        bytes(&link.workspace.0),
        bytes(&link.account.0),
        bytes(&link.owner.0),
        link.code.as_str(),
        settings.name.as_ref().map(Name::as_str),
        settings.destination.as_ref().map(Destination::as_str),
        settings.template.as_ref().map(|id| bytes(&id.0)),
        settings.project.as_ref().map(|id| bytes(&id.0)),
        settings.is_paused,
        settings.is_archived,
        to_document(settings)?,
        link.created_at.as_millisecond(),
        link.updated_at.as_millisecond(),
    ];
    let insert =
        "INSERT INTO links (id, uuid, workspace, account, owner, code, name, destination, template, project, is_paused, is_archived,
        settings, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    connection.prepare_cached(insert).and_then(|mut statement| statement.execute(row)).map_err(broken)?;
    search_links::add(connection, link)
}

fn replace(connection: &Connection, link: &Link) -> Result<(), StoreError> {
    let settings = &link.settings;
    let row = params![
        settings.name.as_ref().map(Name::as_str),
        settings.destination.as_ref().map(Destination::as_str),
        settings.template.as_ref().map(|id| bytes(&id.0)),
        settings.project.as_ref().map(|id| bytes(&id.0)),
        settings.is_paused,
        settings.is_archived,
        to_document(settings)?,
        link.updated_at.as_millisecond(),
        link.id.0.to_i64(),
    ];
    let update = "UPDATE links SET name = ?, destination = ?, template = ?, project = ?, is_paused = ?, is_archived = ?, settings = ?,
        updated_at = ? WHERE id = ?";
    connection.execute(update, row).map_err(broken)?;
    Ok(())
}

fn find(connection: &Connection, within: Within, key: &LinkKey) -> rusqlite::Result<Option<Link>> {
    let (column, value) = match key {
        LinkKey::Id(id) => ("id", Value::Integer(id.0.to_i64())),
        LinkKey::Uuid(uuid) => ("uuid", Value::Blob(bytes(uuid).to_vec())),
        LinkKey::Code(code) => ("code", Value::Text(code.clone())),
    };
    let select =
        format!("SELECT * FROM links WHERE {column} = ? AND workspace = ? AND (?3 IS NULL OR account = ?3) AND deleted_at IS NULL");
    let row = params![value, bytes(&within.workspace.0), within.account.as_ref().map(|id| bytes(&id.0))];
    connection.prepare_cached(&select)?.query_row(row, link).optional()
}

fn captions(connection: &Connection, workspace: WorkspaceId, uuids: &[Uuid]) -> rusqlite::Result<Vec<LinkCaption>> {
    let select = "SELECT links.uuid, links.code, links.name, ifnull(links.destination, accounts.profile) AS destination, links.settings,
            links.deleted_at IS NOT NULL AS is_deleted
        FROM links JOIN accounts ON accounts.id = links.account WHERE links.uuid = ? AND links.workspace = ?";
    let mut select = connection.prepare_cached(select)?;
    let caption = |row: &Row<'_>| {
        let settings: LinkSettings = document(row, "settings")?;
        Ok(LinkCaption {
            uuid: uuid(row, "uuid")?,
            code: row.get("code")?,
            name: row.get("name")?,
            destination: parsed(row, "destination", |text: String| Destination::parse(&text).ok())?,
            is_guarded: settings.lock.is_some() || settings.warns,
            domain: settings.domain,
            is_deleted: row.get("is_deleted")?,
        })
    };
    let found = uuids.iter().map(|uuid| select.query_row((bytes(uuid), bytes(&workspace.0)), caption).optional());
    found.filter_map(Result::transpose).collect()
}

fn resolve(connection: &Connection, segment: &str) -> rusqlite::Result<Option<Resolved>> {
    let columns = |row: &Row<'_>| Ok((row.get::<_, Option<i64>>("link")?, row.get::<_, Option<[u8; 16]>>("account")?));
    let mut taken = connection.prepare_cached("SELECT link, account FROM paths WHERE segment = ?")?;
    match taken.query_row([segment], columns).optional()? {
        Some((Some(id), _)) => {
            let select = "SELECT * FROM links WHERE id = ? AND deleted_at IS NULL";
            let Some(link) = connection.prepare_cached(select)?.query_row([id], link).optional()? else { return Ok(None) };
            let account = accounts::load(connection, link.account)?;
            let template = link.settings.template.map(|id| templates::load(connection, id)).transpose()?;
            Ok(Some(Resolved::Link(Box::new(Signpost { link, account, template }))))
        }
        Some((None, Some(account))) => {
            let account = accounts::load(connection, AccountId(Uuid::from_bytes(account)))?;
            Ok(Some(Resolved::Account(Box::new(account))))
        }
        Some((None, None)) | None => Ok(None),
    }
}

pub(crate) fn view(connection: &Connection, link: Link) -> rusqlite::Result<LinkView> {
    let account = accounts::load(connection, link.account)?;
    let template = link.settings.template.map(|id| templates::load(connection, id)).transpose()?;
    let mut totals_of = connection.prepare_cached("SELECT * FROM link_totals WHERE link = ?")?;
    let totals = totals_of.query_row([link.id.0.to_i64()], totals).optional()?.unwrap_or_default();
    Ok(LinkView { link, account, template_slug: template.map(|template| template.slug), totals })
}

/// A link, deleted or not.
pub(crate) fn load(connection: &Connection, id: LinkId) -> rusqlite::Result<Option<Link>> {
    connection.prepare_cached("SELECT * FROM links WHERE id = ?")?.query_row([id.0.to_i64()], link).optional()
}

pub(crate) fn link(row: &Row<'_>) -> rusqlite::Result<Link> {
    Ok(Link {
        id: LinkId(Snowflake::from_i64(row.get("id")?)),
        uuid: uuid(row, "uuid")?,
        workspace: WorkspaceId(uuid(row, "workspace")?),
        account: AccountId(uuid(row, "account")?),
        owner: UserId(uuid(row, "owner")?),
        code: Code::stored(row.get("code")?),
        settings: document(row, "settings")?,
        created_at: time(row, "created_at")?,
        updated_at: time(row, "updated_at")?,
    })
}

fn totals(row: &Row<'_>) -> rusqlite::Result<LinkTotals> {
    Ok(LinkTotals {
        clicks: count(row, "clicks")?,
        visits: count(row, "visits")?,
        claims: count(row, "claims")?,
        follows: count(row, "follows")?,
        subscriptions: count(row, "subscriptions")?,
        acquired_followers: count(row, "acquired_followers")?,
        acquired_subscribers: count(row, "acquired_subscribers")?,
        current_followers: count(row, "current_followers")?,
        current_subscribers: count(row, "current_subscribers")?,
        gross: Mills(row.get("gross_mills")?),
        net: Mills(row.get("net_mills")?),
        has_earned: row.get("has_earned")?,
    })
}
