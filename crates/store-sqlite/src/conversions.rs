//! Conversions: recorded many in a transaction, found and listed with the credit that they have now.

use crate::SqliteStore;
use crate::column::{broken, bytes, parsed, parsed_option, time, uuid};
use crate::histories::{Known, amount, attribution as attribution_of};
use crate::{emit, list_conversions, models, record};
use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use trackway_domain::account::AccountId;
use trackway_domain::attribution::{Model, Standing, Touch};
use trackway_domain::conversion::{Conversion, ConversionId, ConversionKind, IdempotencyKey};
use trackway_domain::person::{ExternalId, PersonId};
use trackway_domain::text::Name;
use trackway_domain::webhook::WebhookEvent;
use trackway_domain::workspace::WorkspaceId;
use trackway_store::StoreError;
use trackway_store::conversions::{
    Answer, ConversionPage, ConversionQuery, ConversionView, Conversions, CreditCase, CreditedLink, NewConversion, Recording,
};
use trackway_store::events::{ConversionEvent, Subject};
use uuid::Uuid;

/// A conversion with whose it is.
pub(crate) const SELECT: &str =
    "SELECT conversions.*, persons.external_id, persons.account FROM conversions JOIN persons ON persons.id = person";

#[async_trait]
impl Conversions for SqliteStore {
    async fn record(&self, reports: Vec<NewConversion>) -> Result<Vec<Recording>, StoreError> {
        self.write(move |transaction| {
            let record = |new: &NewConversion| {
                let recording = record::record(transaction, new).map_err(broken)?;
                if let Recording::Recorded(answer) = &recording {
                    tell(transaction, new, answer)?;
                }
                Ok(recording)
            };
            reports.iter().map(record).collect()
        })
        .await
    }

    async fn find(
        &self,
        workspace: WorkspaceId,
        account: Option<AccountId>,
        id: ConversionId,
        model: Option<Model>,
    ) -> Result<Option<ConversionView>, StoreError> {
        self.read(move |connection| {
            let found = find(connection, workspace, account, id)?;
            found.map(|conversion| view(connection, conversion, model, &mut Standings::new())).transpose()
        })
        .await
    }

    async fn case(&self, workspace: WorkspaceId, account: Option<AccountId>, id: ConversionId) -> Result<Option<CreditCase>, StoreError> {
        self.read(move |connection| {
            let found = find(connection, workspace, account, id)?;
            found.map(|conversion| case(connection, conversion)).transpose()
        })
        .await
    }

    async fn list(&self, query: ConversionQuery, model: Option<Model>) -> Result<ConversionPage, StoreError> {
        self.read(move |connection| list_conversions::list(connection, &query, model)).await
    }

    async fn count(&self, workspace: WorkspaceId) -> Result<u64, StoreError> {
        let select = "SELECT count(*) FROM conversions WHERE workspace = ?";
        self.read(move |connection| connection.prepare_cached(select)?.query_row([bytes(&workspace.0)], |row| row.get(0))).await
    }
}

/// Keeps the event for webhooks that want to be told of conversions.
fn tell(connection: &Connection, new: &NewConversion, answer: &Answer) -> Result<(), StoreError> {
    emit::emit(connection, new.workspace, new.recorded_at, WebhookEvent::Conversion, || {
        let (report, attribution) = (&new.report, answer.attribution.as_ref());
        Ok(Subject::Conversion(Box::new(ConversionEvent {
            id: answer.id,
            install: None,
            link: attribution.map(|attribution| attribution.link),
            click: attribution.and_then(|attribution| attribution.click),
            kind: report.kind,
            name: report.name.as_ref().map(|name| name.as_str().to_owned()),
            data: report.data.as_deref().and_then(|data| serde_json::from_str(data).ok()),
            external_id: report.person.as_ref().map(|person| person.external_id.as_str().to_owned()),
            amount: report.amount,
            at: report.occurred_at.unwrap_or(new.recorded_at),
        })))
    })
}

fn find(
    connection: &Connection,
    workspace: WorkspaceId,
    account: Option<AccountId>,
    id: ConversionId,
) -> rusqlite::Result<Option<Conversion>> {
    let select = format!("{SELECT} WHERE conversions.id = ? AND conversions.workspace = ? AND (?3 IS NULL OR account = ?3)");
    let row = params![bytes(&id.0), bytes(&workspace.0), account.as_ref().map(|account| bytes(&account.0))];
    connection.prepare_cached(&select)?.query_row(row, conversion).optional()
}

/// What a person did, in the order in which it was recorded.
pub(crate) fn of_person(connection: &Connection, person: PersonId) -> rusqlite::Result<Vec<Conversion>> {
    let select = format!("{SELECT} WHERE conversions.person = ? ORDER BY conversions.id");
    connection.prepare_cached(&select)?.query_map([bytes(&person.0)], conversion)?.collect()
}

/// What persons give, by which model, as far as somebody has asked.
pub(crate) type Standings = HashMap<PersonId, (Standing, Model)>;

fn view(
    connection: &Connection,
    conversion: Conversion,
    model: Option<Model>,
    standings: &mut Standings,
) -> rusqlite::Result<ConversionView> {
    let attribution = touch_of(connection, &conversion, model, standings)?;
    let attribution = attribution.map(|(touch, model)| attribution_of(connection, &touch, model)).transpose()?;
    Ok(ConversionView { conversion, attribution })
}

/// The visit that has the largest part in a conversion, and by which model.
pub(crate) fn touch_of(
    connection: &Connection,
    conversion: &Conversion,
    model: Option<Model>,
    standings: &mut Standings,
) -> rusqlite::Result<Option<(Touch, Model)>> {
    let (standing, model) = match standings.entry(conversion.person) {
        Entry::Occupied(known) => known.into_mut(),
        Entry::Vacant(unknown) => {
            let model = model.map_or_else(|| models::of_person(connection, conversion.person).map(|(_, model)| model), Ok)?;
            unknown.insert((Known::of(connection, conversion.person)?.standing(model), model))
        }
    };
    Ok(standing.touch_of(conversion.id).map(|touch| (*touch, *model)))
}

/// What explains a conversion.
fn case(connection: &Connection, conversion: Conversion) -> rusqlite::Result<CreditCase> {
    let (workspace, _) = models::of_person(connection, conversion.person)?;
    let rules = models::rules(connection, workspace)?;
    let Known { is_identified, touches, events, windows } = Known::of(connection, conversion.person)?;
    let mut select = connection.prepare_cached("SELECT uuid, code, deleted_at FROM links WHERE id = ?")?;
    let mut links = BTreeMap::new();
    for (link, window) in windows {
        let told = |row: &Row<'_>| {
            let is_deleted = row.get::<_, Option<i64>>("deleted_at")?.is_some();
            Ok(CreditedLink { uuid: uuid(row, "uuid")?, code: row.get("code")?, is_deleted, window })
        };
        links.insert(link, select.query_row([link.0.to_i64()], told)?);
    }
    Ok(CreditCase { conversion, rules, is_identified, touches, events, links })
}

pub(crate) fn conversion(row: &Row<'_>) -> rusqlite::Result<Conversion> {
    Ok(Conversion {
        id: ConversionId(uuid(row, "id")?),
        person: PersonId(uuid(row, "person")?),
        external_id: parsed_option(row, "external_id", |text: String| ExternalId::parse(&text).ok())?,
        account: row.get::<_, Option<[u8; 16]>>("account")?.map(|bytes| AccountId(Uuid::from_bytes(bytes))),
        kind: parsed(row, "kind", |text: String| ConversionKind::parse(&text))?,
        occurred_at: time(row, "occurred_at")?,
        recorded_at: time(row, "recorded_at")?,
        amount: amount(row)?,
        name: parsed_option(row, "name", |text: String| Name::parse(&text).ok())?,
        data: row.get("data")?,
        refunds: row.get("refunds")?,
        key: parsed(row, "key", |text: String| IdempotencyKey::parse(&text).ok())?,
    })
}
