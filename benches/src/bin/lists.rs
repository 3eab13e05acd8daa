//! What a page of links costs, and making one, where there are a million.
//!
//! The links are written before the tables are brought up to date, so that the store indexes them as it would an older installation's.

use anyhow::Context as _;
use clap::Parser;
use jiff::Timestamp;
use rusqlite::Connection;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;
use trackway_domain::code::Code;
use trackway_domain::link::{Link, LinkId};
use trackway_domain::snowflake::Snowflake;
use trackway_domain::workspace::WorkspaceId;
use trackway_store::Store as _;
use trackway_store::links::{LinkQuery, Within};
use trackway_store_sqlite::SqliteStore;
use uuid::Uuid;

#[derive(Debug, Parser)]
struct Options {
    /// How many links there are
    #[arg(long, default_value_t = 1_000_000)]
    links: u32,
    /// How often each question is asked; the median counts
    #[arg(long, default_value_t = 9)]
    rounds: usize,
}

const WORKSPACE: Uuid = Uuid::from_u128(1);

/// When the first link was made, in milliseconds, and how long after it each other one.
const FIRST: i64 = 1_700_000_000_000;
const APART: i64 = 30_000;

fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("trackway.db");
    seed(&file, options.links)?;
    let started = Instant::now();
    let store = SqliteStore::open(&file, 1)?;
    let megabytes = std::fs::metadata(&file)?.len() >> 20;
    say(&format!("{} links; brought up to date in {:.1} s; {megabytes} MB", options.links, started.elapsed().as_secs_f64()))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    runtime.block_on(measure(&store, &options))
}

async fn measure(store: &SqliteStore, options: &Options) -> anyhow::Result<()> {
    let all = LinkQuery::all(Within { workspace: WorkspaceId(WORKSPACE), account: None }, 100);
    let search = |text: &str| LinkQuery { search: Some(text.to_owned()), ..all.clone() };
    let at = |index: u32| Timestamp::from_millisecond(FIRST + APART * i64::from(index)).ok();
    let behind = Some(LinkId(Snowflake::compose(FIRST + APART * i64::from(options.links / 2), 0, 0)));
    let questions = [
        ("the first page", all.clone()),
        ("behind a link in the middle", LinkQuery { behind, ..all.clone() }),
        ("page 1,000", LinkQuery { offset: 99_900, ..all.clone() }),
        ("paused ones: 1 in 1,000", LinkQuery { is_paused: Some(true), ..all.clone() }),
        ("put away: none", LinkQuery { is_archived: Some(true), ..all.clone() }),
        ("an hour long ago", LinkQuery { created_from: at(1_000), created_before: at(1_120), ..all.clone() }),
        ("a text that all have", search("example.com")),
        ("a text of 1 in 10", search("category-7/")),
        ("a text of 1 in 1,000", search("Campaign 777 ")),
        ("a text of one link", search("product-12345?")),
        ("a text of none", search("no such text")),
        ("letters of all, text of none", search("example.campaign")),
        ("a text of 1 in 10, of paused ones", LinkQuery { is_paused: Some(true), ..search("category-0/") }),
        ("two letters", search("zq")),
    ];
    for (name, query) in questions {
        let (mut page, mut count, mut found) = (Vec::new(), Vec::new(), 0);
        for _ in 0..options.rounds {
            let started = Instant::now();
            let listed = store.links().list(&query).await?;
            page.push(started.elapsed());
            let started = Instant::now();
            found = store.links().count(&LinkQuery { behind: None, ..query.clone() }, 10_001).await?;
            count.push(started.elapsed());
            anyhow::ensure!(listed.items.len() <= 100, "a page");
        }
        let median = |times: &mut Vec<std::time::Duration>| {
            times.sort();
            times[times.len() / 2].as_secs_f64() * 1_000.0
        };
        say(&format!("{name:36} {:8.1} ms  count {:8.1} ms  of {found}", median(&mut page), median(&mut count)))?;
    }
    make(store, &all, options).await
}

/// Makes links like the newest one.
async fn make(store: &SqliteStore, all: &LinkQuery, options: &Options) -> anyhow::Result<()> {
    let newest = store.links().list(&LinkQuery { limit: 1, ..all.clone() }).await?.items.pop().context("a link")?;
    let mut times = Vec::new();
    for number in 1..=200_u32 {
        let id = Snowflake::compose(FIRST + APART * i64::from(options.links + number), 0, 0);
        let (uuid, code) = (Uuid::from_u128(7 << 64 | u128::from(number)), Code::stored(format!("made{number:05}")));
        let link = Link { id: LinkId(id), uuid, code, ..newest.link.clone() };
        let started = Instant::now();
        store.links().create(&link).await?;
        times.push(started.elapsed());
    }
    times.sort();
    say(&format!("making a link, its commit included: {:.2} ms", times[times.len() / 2].as_secs_f64() * 1_000.0))
}

/// Writes the links as the first version of the tables has them.
fn seed(file: &Path, links: u32) -> anyhow::Result<()> {
    let database = Connection::open(file)?;
    database.execute_batch(include_str!("../../../crates/store-sqlite/src/migrations/0001_house.sql"))?;
    database.execute_batch("PRAGMA application_id = 1953655671; PRAGMA user_version = 1; PRAGMA synchronous = off; BEGIN")?;
    let (id, at) = (WORKSPACE.as_bytes(), FIRST);
    database.execute("INSERT INTO workspaces VALUES (?1, 'W', ?1, ?2)", (id, at))?;
    let account = "INSERT INTO accounts VALUES (?1, 1, ?1, 'main', 'Main', 'https://example.com/', NULL, NULL, 1, ?2)";
    database.execute(account, (id, at))?;
    let numbers = "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?1)";
    let insert = format!(
        "{numbers} INSERT INTO links (id, uuid, workspace, account, owner, code, name, destination, is_paused, settings, created_at, updated_at)
         SELECT (?3 + n * ?4 - ?5) << 22, randomblob(16), ?2, ?2, ?2, lower(hex(randomblob(4))) || n, name, url, n % 1000 = 0,
         json_object('name', name, 'destination', url, 'is_paused', json(iif(n % 1000 = 0, 'true', 'false'))), ?3 + n * ?4, ?3 + n * ?4
         FROM (SELECT n, 'Campaign ' || (n % 1000) || ' of spring' AS name,
               'https://shop.example.com/category-' || (n % 10) || '/product-' || n || '?ref=newsletter' AS url FROM number)"
    );
    database.execute(&insert, (links, id, FIRST, APART, Snowflake::EPOCH_MILLISECONDS))?;
    database.execute_batch("COMMIT")?;
    Ok(())
}

fn say(line: &str) -> anyhow::Result<()> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}
