//! All that is kept about one person, collected.

use crate::SqliteStore;
use crate::clicks::log;
use crate::column::{broken, bytes, document, time, uuid};
use crate::{conversions, erase, inbound, persons};
use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use trackway_domain::account::AccountId;
use trackway_domain::click::ClickId;
use trackway_domain::person::{ExternalId, Person, PersonId};
use trackway_domain::workspace::WorkspaceId;
use trackway_store::StoreError;
use trackway_store::clicks::ClickRow;
use trackway_store::dossiers::{Dossier, Dossiers, Erased, NamingEvent, Visit};
use trackway_store::inbound::InboundEvent;
use trackway_store::persons::Remarks;
use trackway_store::upkeep::Upkeep as _;
use uuid::Uuid;

#[async_trait]
impl Dossiers for SqliteStore {
    async fn named(&self, workspace: WorkspaceId, account: Option<AccountId>, id: &ExternalId) -> Result<Vec<Person>, StoreError> {
        let id = id.clone();
        self.read(move |connection| {
            let select = "SELECT * FROM persons WHERE workspace = ?1 AND external_id = ?2 AND (?3 IS NULL OR account = ?3) ORDER BY id";
            let row = params![bytes(&workspace.0), id.as_str(), account.as_ref().map(|account| bytes(&account.0))];
            connection.prepare_cached(select)?.query_map(row, persons::person)?.collect()
        })
        .await
    }

    async fn open(&self, workspace: WorkspaceId, person: PersonId) -> Result<Option<Dossier>, StoreError> {
        self.read(move |connection| {
            let found = find(connection, workspace, person)?;
            found.map(|person| dossier(connection, person)).transpose()
        })
        .await
    }

    async fn erase(&self, workspace: WorkspaceId, person: PersonId, nobody: PersonId) -> Result<Option<Erased>, StoreError> {
        let clicked = self.read(move |connection| match find(connection, workspace, person)? {
            Some(person) => clicked(connection, person.id),
            None => Ok(Vec::new()),
        });
        // What is done twice is done once, so that whoever is told of a failure here may try again.
        let clicks = self.forget(clicked.await?).await?;
        self.write(move |transaction| {
            let Some(person) = find(transaction, workspace, person).map_err(broken)? else { return Ok(None) };
            erase::erase(transaction, workspace, &person, nobody, clicks).map(Some).map_err(broken)
        })
        .await
    }
}

fn find(connection: &Connection, workspace: WorkspaceId, person: PersonId) -> rusqlite::Result<Option<Person>> {
    let select = "SELECT * FROM persons WHERE workspace = ? AND id = ?";
    connection.prepare_cached(select)?.query_row((bytes(&workspace.0), bytes(&person.0)), persons::person).optional()
}

fn dossier(connection: &Connection, person: Person) -> rusqlite::Result<Dossier> {
    Ok(Dossier {
        visits: visits(connection, person.id)?,
        conversions: conversions::of_person(connection, person.id)?,
        clicks: clicks(connection, person.id)?,
        awaited: awaited(connection, person.id)?,
        events: events(connection, &person)?,
        app_events: app_events(connection, &person)?,
        person,
    })
}

fn visits(connection: &Connection, person: PersonId) -> rusqlite::Result<Vec<Visit>> {
    let select =
        "SELECT uuid, code, at, click, utm, metadata FROM touches JOIN links ON links.id = link WHERE person = ? ORDER BY at, link, click";
    let visit = |row: &Row<'_>| {
        let is_there = |name| Ok::<_, rusqlite::Error>(row.get::<_, Option<String>>(name)?.is_some());
        Ok(Visit {
            link: uuid(row, "uuid")?,
            code: row.get("code")?,
            at: time(row, "at")?,
            click: row.get::<_, Option<[u8; 16]>>("click")?.map(|bytes| ClickId(Uuid::from_bytes(bytes))),
            remarks: Remarks {
                utm: if is_there("utm")? { document(row, "utm")? } else { Default::default() },
                metadata: if is_there("metadata")? { document(row, "metadata")? } else { Vec::new() },
            },
        })
    };
    connection.prepare_cached(select)?.query_map([bytes(&person.0)], visit)?.collect()
}

/// The clicks that his touches name and that are still in the log.
fn clicks(connection: &Connection, person: PersonId) -> rusqlite::Result<Vec<ClickRow>> {
    let mut found = Vec::new();
    for id in clicked(connection, person)? {
        found.extend(log::find(connection, id)?);
    }
    Ok(found)
}

/// The clicks that his touches name.
pub(crate) fn clicked(connection: &Connection, person: PersonId) -> rusqlite::Result<Vec<ClickId>> {
    let select = "SELECT click FROM touches WHERE person = ? AND click IS NOT NULL ORDER BY at, click";
    connection.prepare_cached(select)?.query_map([bytes(&person.0)], |row| Ok(ClickId(uuid(row, "click")?)))?.collect()
}

fn awaited(connection: &Connection, person: PersonId) -> rusqlite::Result<Vec<ClickId>> {
    let select = "SELECT click FROM pending_clicks WHERE person = ? ORDER BY click";
    connection.prepare_cached(select)?.query_map([bytes(&person.0)], |row| Ok(ClickId(uuid(row, "click")?)))?.collect()
}

/// What was not understood is text to us, so whatever has the account's id of him in quotes is taken to be about him.
fn events(connection: &Connection, person: &Person) -> rusqlite::Result<Vec<InboundEvent>> {
    let (Some(account), Some(id)) = (person.account, &person.external_id) else { return Ok(Vec::new()) };
    let select = "SELECT * FROM inbound_events WHERE account = ? AND instr(body, '\"' || ? || '\"') > 0 ORDER BY received_at, key";
    connection.prepare_cached(select)?.query_map((bytes(&account.0), id.as_str()), inbound::event)?.collect()
}

/// Of an event in an app: its data have the account's id of somebody in them, wherever that may be. Apps are the workspace's, so that whoever has the
/// same id with another account is taken for the same; who must be told of himself and forgotten must not be missed.
pub(crate) const NAMES_HIM: &str = "workspace = (SELECT workspace FROM persons WHERE id = ?1) AND EXISTS (SELECT 1 FROM json_tree(install_events.data) WHERE CAST(atom AS TEXT) = ?2)";

fn app_events(connection: &Connection, person: &Person) -> rusqlite::Result<Vec<NamingEvent>> {
    let Some(id) = &person.external_id else { return Ok(Vec::new()) };
    let event = |row: &Row<'_>| Ok(NamingEvent { name: row.get("name")?, at: time(row, "at")?, data: row.get("data")? });
    let select = format!("SELECT name, at, data FROM install_events WHERE {NAMES_HIM} ORDER BY at, id");
    connection.prepare_cached(&select)?.query_map((bytes(&person.id.0), id.as_str()), event)?.collect()
}
