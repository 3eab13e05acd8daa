//! Taking clicks in. Rows are appended without an index; totals and quarters are added up per batch, so that a link that is clicked
//! a thousand times in a batch costs one update.

use crate::SqliteStore;
use crate::column::{broken, bytes, document, parsed, parsed_option, time, to_document, uuid};
use crate::pending;
use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use std::collections::BTreeMap;
use std::net::IpAddr;
use trackway_domain::click::{ClickId, DestinationKind};
use trackway_domain::link::LinkId;
use trackway_domain::platform::Platform;
use trackway_domain::snowflake::Snowflake;
use trackway_domain::targeting::{Country, Language};
use trackway_domain::traffic::TrafficClass;
use trackway_store::StoreError;
use trackway_store::clicks::{Checkpoint, ClickRow, Clicks, IngestError};
use uuid::Uuid;

/// Milliseconds in a quarter of an hour.
pub(crate) const QUARTER: i64 = 15 * 60 * 1_000;

#[async_trait]
impl Clicks for SqliteStore {
    async fn ingest(&self, batch: Vec<ClickRow>, checkpoint: Checkpoint) -> Result<(), IngestError> {
        self.write(move |transaction| {
            advance(transaction, checkpoint)?;
            insert_rows(transaction, &batch)?;
            add_up(transaction, &batch).map_err(|error| IngestError::Store(broken(error)))?;
            Ok(pending::arrived(transaction, &batch)?)
        })
        .await
    }

    async fn position(&self, segment: Uuid) -> Result<Option<u64>, StoreError> {
        self.read(move |connection| position(connection, segment)).await
    }

    async fn find(&self, id: ClickId) -> Result<Option<ClickRow>, StoreError> {
        self.read(move |connection| find(connection, id)).await
    }

    async fn latest(&self, link: LinkId, limit: u32) -> Result<Vec<ClickRow>, StoreError> {
        let select = "SELECT * FROM clicks WHERE link = ? ORDER BY rowid DESC LIMIT ?";
        self.read(move |connection| connection.prepare_cached(select)?.query_map((link.0.to_i64(), limit), click)?.collect()).await
    }
}

/// Moves a segment's position, if it is where the batch says it is.
fn advance(connection: &Connection, checkpoint: Checkpoint) -> Result<(), IngestError> {
    let failed = |error| IngestError::Store(broken(error));
    let stands = position(connection, checkpoint.segment).map_err(failed)?;
    if stands.unwrap_or(checkpoint.from) != checkpoint.from {
        return Err(IngestError::Moved(stands.unwrap_or(0)));
    }
    let upsert = "INSERT INTO journal_positions VALUES (?, ?) ON CONFLICT DO UPDATE SET position = excluded.position";
    connection
        .prepare_cached(upsert)
        .and_then(|mut statement| statement.execute((bytes(&checkpoint.segment), checkpoint.to)))
        .map_err(failed)?;
    Ok(())
}

fn position(connection: &Connection, segment: Uuid) -> rusqlite::Result<Option<u64>> {
    let select = "SELECT position FROM journal_positions WHERE segment = ?";
    connection.prepare_cached(select)?.query_row([bytes(&segment)], |row| row.get(0)).optional()
}

/// One click, by reading all of them.
pub(crate) fn find(connection: &Connection, id: ClickId) -> rusqlite::Result<Option<ClickRow>> {
    connection.prepare_cached("SELECT * FROM clicks WHERE id = ?")?.query_row([bytes(&id.0)], click).optional()
}

fn insert_rows(connection: &Connection, batch: &[ClickRow]) -> Result<(), StoreError> {
    let insert =
        "INSERT INTO clicks (id, link, at, traffic, destination, platform, address, country, language, referrer, user_agent, utm, metadata)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let mut insert = connection.prepare_cached(insert).map_err(broken)?;
    for click in batch {
        let utm = if click.utm.is_empty() { None } else { Some(to_document(&click.utm)?) };
        let metadata = if click.metadata.is_empty() { None } else { Some(to_document(&click.metadata)?) };
        let row = params![
            bytes(&click.id.0),
            click.link.0.to_i64(),
            click.at.as_millisecond(),
            click.traffic as u8,
            click.destination as u8,
            click.platform.as_str(),
            click.address.map(|address| address.to_string()),
            click.country.as_ref().map(Country::as_str),
            click.language.as_ref().map(Language::as_str),
            click.referrer,
            click.user_agent,
            utm,
            metadata,
        ];
        insert.execute(row).map_err(broken)?;
    }
    Ok(())
}

fn add_up(connection: &Connection, batch: &[ClickRow]) -> rusqlite::Result<()> {
    let mut totals = BTreeMap::<i64, (u64, u64)>::new();
    let mut quarters = BTreeMap::<(i64, i64, u8), u64>::new();
    for click in batch {
        let link = click.link.0.to_i64();
        let (clicks, visits) = totals.entry(link).or_default();
        *clicks += u64::from(click.traffic == TrafficClass::Human);
        *visits += 1;
        *quarters.entry((link, click.at.as_millisecond().div_euclid(QUARTER), click.traffic as u8)).or_default() += 1;
    }
    let upsert = "INSERT INTO link_totals (link, clicks, visits) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET clicks = clicks + excluded.clicks, visits = visits + excluded.visits";
    let mut upsert = connection.prepare_cached(upsert)?;
    for (link, (clicks, visits)) in totals {
        upsert.execute((link, clicks, visits))?;
    }
    let upsert = "INSERT INTO link_quarters VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET clicks = clicks + excluded.clicks";
    let mut upsert = connection.prepare_cached(upsert)?;
    for ((link, quarter, traffic), clicks) in quarters {
        upsert.execute((link, quarter, traffic, clicks))?;
    }
    Ok(())
}

fn click(row: &Row<'_>) -> rusqlite::Result<ClickRow> {
    let optional = |name| row.get::<_, Option<String>>(name);
    Ok(ClickRow {
        id: ClickId(uuid(row, "id")?),
        link: LinkId(Snowflake::from_i64(row.get("link")?)),
        at: time(row, "at")?,
        traffic: parsed(row, "traffic", TrafficClass::from_number)?,
        destination: parsed(row, "destination", DestinationKind::from_number)?,
        platform: parsed(row, "platform", |text: String| Platform::parse(&text))?,
        address: parsed_option(row, "address", |text: String| text.parse::<IpAddr>().ok())?,
        country: parsed_option(row, "country", |text: String| Country::parse(&text))?,
        language: parsed_option(row, "language", |text: String| Language::parse(&text))?,
        referrer: optional("referrer")?,
        user_agent: row.get("user_agent")?,
        utm: optional("utm")?.map(|_| document(row, "utm")).transpose()?.unwrap_or_default(),
        metadata: optional("metadata")?.map(|_| document(row, "metadata")).transpose()?.unwrap_or_default(),
    })
}
