//! Links and clicks to load with. One link is made through the store; the rest are copies of its row, since a million calls would take
//! longer than the measurement.

use anyhow::Context as _;
use jiff::Timestamp;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use rusqlite::Connection;
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use trackway_app::cache::NoCaches;
use trackway_app::clock::SystemClock;
use trackway_app::domains::records::NoRecords;
use trackway_app::ids::Ids;
use trackway_app::keys::create::NewKey;
use trackway_app::links::create::{CodeChoice, NewLink, create};
use trackway_app::public_url::PublicUrl;
use trackway_app::random::SystemRandom;
use trackway_app::users::passwords::Passwords;
use trackway_app::webhooks::reach::Reach;
use trackway_app::{Actor, App, keys, workspaces};
use trackway_domain::agent::UserAgent;
use trackway_domain::audit::Doer;
use trackway_domain::click::{ClickId, DestinationKind, Signals};
use trackway_domain::destination::Destination;
use trackway_domain::key::{KeyScope, KeyScopes};
use trackway_domain::link::{Link, LinkId, LinkSettings};
use trackway_domain::place::Place;
use trackway_domain::platform::Platform;
use trackway_domain::snowflake::Snowflake;
use trackway_domain::targeting::Language;
use trackway_domain::text::Name;
use trackway_domain::traffic::TrafficClass;
use trackway_domain::utm::Utm;
use trackway_domain::visitor::VisitorHash;
use trackway_store::Store as _;
use trackway_store::clicks::{Checkpoint, ClickRow};
use trackway_store_sqlite::SqliteStore;
use uuid::Uuid;

/// The code of the nth link, counted from 1.
#[must_use]
pub fn code(index: usize) -> String {
    format!("bench{index:07}")
}

/// Makes links `1..=count` in the data folder `data`.
///
/// # Errors
/// Where the store refuses.
pub fn links(data: &Path, count: usize) -> anyhow::Result<()> {
    std::fs::create_dir_all(data)?;
    let file = data.join("trackway.db");
    let first = first_link(&file)?;
    let database = Connection::open(&file)?;
    let numbers = "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?1)";
    let copy = format!(
        "{numbers} INSERT INTO links (id, uuid, workspace, account, owner, code, name, destination, template, is_paused, settings, created_at, updated_at)
         SELECT id + n * 4096, randomblob(16), workspace, account, owner, printf('bench%07d', n), name, destination, template, is_paused, settings,
         created_at, updated_at FROM links, number WHERE code = ?2"
    );
    database.execute(&copy, (count, &first))?;
    database.execute("INSERT INTO paths (segment, link) SELECT code, id FROM links WHERE code LIKE 'bench%'", [])?;
    Ok(())
}

/// Takes `count` clicks in, spread over the first ten thousand links that [`links`] has made.
///
/// # Errors
/// Where the store refuses.
pub fn clicks(data: &Path, count: usize) -> anyhow::Result<()> {
    const BATCH: usize = 32_768;
    if count == 0 {
        return Ok(());
    }
    let file = data.join("trackway.db");
    let links = first_links(&file)?;
    let store = SqliteStore::open(&file, 1)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut random = StdRng::seed_from_u64(13);
    let agents = crate::load::AGENTS.map(|text| Arc::new(UserAgent { text: text.into(), ..UserAgent::default() }));
    let place = Arc::<Place>::default();
    for batch in 0..count.div_ceil(BATCH) {
        let rows = (batch * BATCH..count.min((batch + 1) * BATCH)).map(|number| {
            let at = Timestamp::from_millisecond(1_790_000_000_000 + number as i64)?;
            Ok(ClickRow {
                id: ClickId(Uuid::from_u128(u128::from(at.as_millisecond().unsigned_abs()) << 80 | u128::from(random.random::<u64>()))),
                link: links[random.random_range(0..links.len())],
                at,
                traffic: TrafficClass::Human,
                destination: DestinationKind::Original,
                platform: Platform::Web,
                signals: Signals::default(),
                is_datacenter: false,
                address: Some(IpAddr::from([203, 0, random.random(), 0])),
                place: Arc::clone(&place),
                language: Language::parse("en"),
                referrer: None,
                user_agent: Arc::clone(&agents[number % agents.len()]),
                visitor: std::num::NonZeroU64::new(random.random()).map(VisitorHash),
                utm: Utm::default(),
                metadata: Vec::new(),
            })
        });
        let rows = rows.collect::<anyhow::Result<Vec<_>>>()?;
        let (from, to) = (batch as u64, batch as u64 + 1);
        runtime.block_on(store.clicks().ingest(rows, Checkpoint { segment: Uuid::from_u128(1), from, to }))?;
    }
    Ok(())
}

/// All visits that the store has taken in.
///
/// # Errors
/// Where the store cannot be read.
pub fn visits(data: &Path) -> anyhow::Result<u64> {
    let database = Connection::open(data.join("trackway.db"))?;
    Ok(database.query_row("SELECT ifnull(sum(visits), 0) FROM link_totals", [], |row| row.get::<_, i64>(0))?.unsigned_abs())
}

/// A key that may do everything, of the installation in the data folder `data`.
///
/// # Errors
/// Where the store refuses.
pub fn key(data: &Path) -> anyhow::Result<String> {
    let app = app(&data.join("trackway.db"))?;
    block_on(async {
        let workspace = workspaces::found::first_or_found(&app).await?;
        let name = Name::parse("bench").context("a name")?;
        let new = NewKey { name, scopes: KeyScopes::new(vec![KeyScope::Admin]), expires_at: None };
        Ok(keys::create::create(&app, &workspace, Doer::CommandLine, new).await?.1.reveal().to_owned())
    })
}

/// Makes a link in the data folder `data`; gives what the API calls it.
///
/// # Errors
/// Where the store refuses.
pub fn link(data: &Path, code: CodeChoice, settings: LinkSettings) -> anyhow::Result<Uuid> {
    std::fs::create_dir_all(data)?;
    Ok(make(&data.join("trackway.db"), code, settings)?.uuid)
}

/// What use cases need, over a database.
///
/// # Errors
/// Where it does not open.
pub fn app(file: &Path) -> anyhow::Result<App> {
    Ok(App {
        store: Arc::new(SqliteStore::open(file, 1)?),
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandom),
        ids: Ids::new(1),
        public_url: PublicUrl::parse("http://127.0.0.1:8080").context("a URL")?,
        passwords: Passwords::default(),
        blocklist: Arc::default(),
        domains: Arc::default(),
        records: Arc::new(NoRecords),
        reach: Reach::default(),
        caches: Arc::new(NoCaches),
    })
}

/// Founds the installation and makes one link; gives its code.
fn first_link(file: &Path) -> anyhow::Result<String> {
    let settings = LinkSettings {
        destination: Some(Destination::parse("https://example.com/product/123")?),
        utm: Utm { source: Some("bench".to_owned()), ..Utm::default() },
        ..LinkSettings::default()
    };
    Ok(make(file, CodeChoice::Random, settings)?.code.to_string())
}

fn make(file: &Path, code: CodeChoice, settings: LinkSettings) -> anyhow::Result<Link> {
    let app = app(file)?;
    block_on(async {
        let workspace = workspaces::found::first_or_found(&app).await?;
        let scopes = KeyScopes::new(vec![KeyScope::Admin]);
        let actor = Actor { workspace: workspace.id, user: workspace.owner, account: None, key: None, scopes };
        let new = NewLink { account: None, template: None, code, settings, is_for_everybody: false };
        Ok(create(&app, &actor, new).await?.link)
    })
}

fn first_links(file: &Path) -> anyhow::Result<Vec<LinkId>> {
    let database = Connection::open(file)?;
    let mut statement = database.prepare("SELECT id FROM links WHERE code LIKE 'bench%' ORDER BY id LIMIT 10000")?;
    let ids = statement.query_map([], |row| row.get(0).map(|id| LinkId(Snowflake::from_i64(id))))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

fn block_on<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work)
}
