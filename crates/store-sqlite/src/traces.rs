//! What recent clicks leave behind: found by hour and hashed address, forgotten hour by hour.

use crate::SqliteStore;
use crate::column::{broken, bytes, parsed, parsed_option, time, uuid};
use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};
use trackway_domain::click::ClickId;
use trackway_domain::install::address::{AddressHash, Hour, TraceKey};
use trackway_domain::install::phone::Timezone;
use trackway_domain::install::system_version::{BrowserSystem, SystemVersion};
use trackway_domain::install::trace::Trace;
use trackway_domain::link::LinkId;
use trackway_domain::platform::Platform;
use trackway_domain::snowflake::Snowflake;
use trackway_domain::targeting::Language;
use trackway_domain::window::AttributionWindow;
use trackway_domain::workspace::WorkspaceId;
use trackway_store::StoreError;
use trackway_store::traces::{NewTrace, Traces};

#[async_trait]
impl Traces for SqliteStore {
    async fn caps(&self) -> Result<Vec<(WorkspaceId, AttributionWindow)>, StoreError> {
        let select = "SELECT workspace, hours FROM trace_caps ORDER BY workspace";
        self.read(move |connection| connection.prepare_cached(select)?.query_map([], cap)?.collect()).await
    }

    async fn set_cap(&self, workspace: WorkspaceId, cap: Option<AttributionWindow>) -> Result<(), StoreError> {
        self.write(move |transaction| set_cap(transaction, workspace, cap).map_err(broken)).await
    }

    async fn key(&self, hour: Hour, fresh: TraceKey) -> Result<TraceKey, StoreError> {
        self.write(move |transaction| {
            transaction.execute("INSERT INTO trace_keys VALUES (?, ?) ON CONFLICT DO NOTHING", (hour.0, fresh.0)).map_err(broken)?;
            transaction.query_row("SELECT key FROM trace_keys WHERE hour = ?", [hour.0], |row| row.get(0).map(TraceKey)).map_err(broken)
        })
        .await
    }

    async fn keys_from(&self, hour: Hour) -> Result<Vec<(Hour, TraceKey)>, StoreError> {
        let select = "SELECT hour, key FROM trace_keys WHERE hour >= ? ORDER BY hour DESC";
        let key = |row: &Row<'_>| Ok((Hour(row.get(0)?), TraceKey(row.get(1)?)));
        self.read(move |connection| connection.prepare_cached(select)?.query_map([hour.0], key)?.collect()).await
    }

    async fn owners(&self, links: Vec<LinkId>) -> Result<Vec<(LinkId, WorkspaceId)>, StoreError> {
        self.read(move |connection| {
            let mut select = connection.prepare_cached("SELECT workspace FROM links WHERE id = ?")?;
            let mut owner = |link: LinkId| {
                let found = select.query_row([link.0.to_i64()], |row| uuid(row, "workspace")).optional();
                found.map(|found| found.map(|workspace| (link, WorkspaceId(workspace)))).transpose()
            };
            links.into_iter().filter_map(&mut owner).collect()
        })
        .await
    }

    async fn remember(&self, traces: Vec<NewTrace>) -> Result<(), StoreError> {
        self.write(move |transaction| traces.iter().try_for_each(|new| insert(transaction, new)).map_err(broken)).await
    }

    async fn forget_before(&self, hour: Hour, limit: u32) -> Result<bool, StoreError> {
        self.write(move |transaction| {
            transaction.execute("DELETE FROM trace_keys WHERE hour < ?", [hour.0]).map_err(broken)?;
            let some = "DELETE FROM traces WHERE (hour, address, click) IN
                (SELECT hour, address, click FROM traces WHERE hour < ? ORDER BY hour, address, click LIMIT ?)";
            transaction.execute(some, (hour.0, limit)).map(|deleted| deleted >= limit as usize).map_err(broken)
        })
        .await
    }
}

/// A workspace that no longer compares leaves nothing behind, at the latest with the last that does: hashes do not say whose they are.
fn set_cap(transaction: &Transaction<'_>, workspace: WorkspaceId, cap: Option<AttributionWindow>) -> rusqlite::Result<()> {
    let id = bytes(&workspace.0);
    match cap {
        Some(cap) => {
            let upsert = "INSERT INTO trace_caps VALUES (?, ?) ON CONFLICT DO UPDATE SET hours = excluded.hours";
            transaction.execute(upsert, (id, cap.hours()))?;
        }
        None => {
            transaction.execute("DELETE FROM trace_caps WHERE workspace = ?", [id])?;
            let is_last = transaction.query_row("SELECT NOT EXISTS (SELECT 1 FROM trace_caps)", [], |row| row.get::<_, bool>(0))?;
            if is_last {
                transaction.execute("DELETE FROM trace_keys", [])?;
                transaction.execute("DELETE FROM traces", [])?;
            }
        }
    }
    Ok(())
}

fn cap(row: &Row<'_>) -> rusqlite::Result<(WorkspaceId, AttributionWindow)> {
    let hours = parsed(row, "hours", |hours: i64| AttributionWindow::from_hours(hours).ok())?;
    Ok((WorkspaceId(uuid(row, "workspace")?), hours))
}

fn insert(connection: &Connection, new: &NewTrace) -> rusqlite::Result<()> {
    let trace = &new.trace;
    let row = params![
        new.hour.0,
        new.address.0,
        bytes(&trace.click.0),
        trace.link.0.to_i64(),
        trace.at.as_millisecond(),
        trace.platform.as_str(),
        system_number(trace.system),
        trace.language.as_ref().map(Language::as_str),
        trace.timezone.as_ref().map(Timezone::as_str),
    ];
    let insert = "INSERT INTO traces (hour, address, click, link, at, platform, system, language, timezone)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
    connection.prepare_cached(insert)?.execute(row).map(|_| ())
}

/// The traces of an address in an hour, the newest first.
pub(crate) fn at_address(connection: &Connection, hour: Hour, address: AddressHash, limit: usize) -> rusqlite::Result<Vec<Trace>> {
    let select = "SELECT * FROM traces WHERE hour = ? AND address = ? ORDER BY click DESC LIMIT ?";
    connection.prepare_cached(select)?.query_map((hour.0, address.0, limit), trace)?.collect()
}

fn trace(row: &Row<'_>) -> rusqlite::Result<Trace> {
    Ok(Trace {
        click: ClickId(uuid(row, "click")?),
        link: LinkId(Snowflake::from_i64(row.get("link")?)),
        at: time(row, "at")?,
        platform: parsed(row, "platform", |text: String| Platform::parse(&text))?,
        system: parsed(row, "system", system)?,
        language: parsed_option(row, "language", |text: String| Language::parse(&text))?,
        timezone: parsed_option(row, "timezone", |text: String| Timezone::parse(&text))?,
    })
}

/// What a browser says of its system as one number: how it is meant, the first number, and the second one raised by one, in 16 bits each.
fn system_number(system: BrowserSystem) -> i64 {
    let number = |kind: i64, version: SystemVersion| {
        (kind << 32) | (i64::from(version.major) << 16) | version.minor.map_or(0, |minor| i64::from(minor.min(u16::MAX - 1)) + 1)
    };
    match system {
        BrowserSystem::Unknown => 0,
        BrowserSystem::Exactly(version) => number(1, version),
        BrowserSystem::AtLeast(version) => number(2, version),
    }
}

fn system(number: i64) -> Option<BrowserSystem> {
    let [minor, major] = [number, number >> 16].map(|bits| (bits & 0xffff) as u16);
    let version = SystemVersion { major, minor: minor.checked_sub(1) };
    match number >> 32 {
        0 => Some(BrowserSystem::Unknown),
        1 => Some(BrowserSystem::Exactly(version)),
        2 => Some(BrowserSystem::AtLeast(version)),
        _ => None,
    }
}
