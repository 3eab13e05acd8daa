//! Links and clicks to load with. One link is made through the store; the rest are copies of its row, since a million calls would take
//! longer than the measurement.

use anyhow::Context as _;
use rusqlite::Connection;
use std::path::Path;
use std::sync::Arc;
use trackway_app::cache::NoCaches;
use trackway_app::clock::SystemClock;
use trackway_app::ids::Ids;
use trackway_app::links::create::{CodeChoice, NewLink, create};
use trackway_app::public_url::PublicUrl;
use trackway_app::random::SystemRandom;
use trackway_app::{Actor, App, workspaces};
use trackway_domain::destination::Destination;
use trackway_domain::key::{KeyScope, KeyScopes};
use trackway_domain::link::LinkSettings;
use trackway_domain::utm::Utm;
use trackway_store_sqlite::SqliteStore;

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

/// Puts `count` clicks, spread over the links, into the store's rows.
///
/// # Errors
/// Where the store refuses.
pub fn clicks(data: &Path, count: usize) -> anyhow::Result<()> {
    let database = Connection::open(data.join("trackway.db"))?;
    let insert = "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?1)
        INSERT INTO clicks (id, link, at, traffic, destination, platform, address, country, language, user_agent)
        SELECT randomblob(16), abs(random()) % 10000, 1790000000000 + n, 0, 0, 'web', '203.0.113.0', 'US', 'en',
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36' FROM number";
    database.execute(insert, [count])?;
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

/// Founds the installation and makes one link; gives its code.
fn first_link(file: &Path) -> anyhow::Result<String> {
    let app = App {
        store: Arc::new(SqliteStore::open(file, 1)?),
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandom),
        ids: Ids::new(1),
        public_url: PublicUrl::parse("http://127.0.0.1:8080").context("a URL")?,
        caches: Arc::new(NoCaches),
    };
    let settings = LinkSettings {
        destination: Some(Destination::parse("https://example.com/product/123")?),
        utm: Utm { source: Some("bench".to_owned()), ..Utm::default() },
        ..LinkSettings::default()
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let workspace = workspaces::found::first_or_found(&app).await?;
        let scopes = KeyScopes::new(vec![KeyScope::Admin]);
        let actor = Actor { workspace: workspace.id, user: workspace.owner, account: None, key: None, scopes };
        let new = NewLink { account: None, template: None, code: CodeChoice::Random, settings, is_for_everybody: false };
        Ok(create(&app, &actor, new).await?.link.code.to_string())
    })
}
