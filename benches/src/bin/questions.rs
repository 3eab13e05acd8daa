//! What questions about clicks cost, what a click at rest takes, and what making parts costs whoever takes clicks in.

use clap::Parser;
use jiff::Timestamp;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;
use trackway_benches::clicks::{Clicks, START};
use trackway_benches::{say, seed};
use trackway_domain::link::LinkId;
use trackway_domain::snowflake::Snowflake;
use trackway_domain::stats::{ClickMeasure, Dimension, Filter, Question, Span};
use trackway_domain::workspace::WorkspaceId;
use trackway_store::Store as _;
use trackway_store::clicks::{Checkpoint, ClickRow};
use trackway_store::upkeep::Tended;
use trackway_store_sqlite::SqliteStore;
use uuid::Uuid;

const DAY: i64 = 24 * 60 * 60 * 1_000;
const BATCH: usize = 32_768;

/// Measures questions about clicks
#[derive(Debug, Parser)]
struct Arguments {
    /// Clicks in all
    #[arg(long, default_value_t = 1_000_000)]
    clicks: usize,
    /// Links that they are for, the nth as often as 1/n
    #[arg(long, default_value_t = 10_000)]
    links: usize,
    /// Days that they are spread over
    #[arg(long, default_value_t = 90)]
    days: usize,
    /// How often each question is asked
    #[arg(long, default_value_t = 7)]
    rounds: usize,
    /// Where the data is kept; what is there already is asked again
    #[arg(long)]
    data: Option<PathBuf>,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let folder = tempfile::TempDir::new()?;
    let data = arguments.data.clone().unwrap_or_else(|| folder.path().to_owned());
    let file = data.join("trackway.db");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    if !file.exists() {
        take_in_alone(&runtime, &arguments)?;
        seed::links(&data, arguments.links)?;
        let before = size(&data)?;
        let store = Arc::new(SqliteStore::open(&file, 2)?);
        runtime.block_on(fill(&store, &file, &arguments))?;
        drop(store);
        Connection::open(&file)?.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
        at_rest(&data, before, arguments.clicks)?;
    }
    let store = SqliteStore::open(&file, 2)?;
    runtime.block_on(ask(&store, &file, &arguments))
}

/// Takes some of the clicks in while nothing else is done: what taking in costs that waits for nobody.
fn take_in_alone(runtime: &Runtime, arguments: &Arguments) -> anyhow::Result<()> {
    let folder = tempfile::TempDir::new()?;
    let file = folder.path().join("trackway.db");
    seed::links(folder.path(), arguments.links)?;
    let store = SqliteStore::open(&file, 2)?;
    let clicks = Clicks::over(links(&file)?, arguments.clicks, arguments.days).take(1_000_000);
    let taken = runtime.block_on(take_in(&store, clicks))?;
    say(&format!("taken in alone: {taken}"));
    Ok(())
}

/// Takes clicks in, and says how fast that was.
async fn take_in(store: &SqliteStore, mut clicks: impl Iterator<Item = ClickRow>) -> anyhow::Result<String> {
    let (mut count, mut taken, mut longest) = (0, Duration::ZERO, Duration::ZERO);
    for batch in 0.. {
        let rows = clicks.by_ref().take(BATCH).collect::<Vec<ClickRow>>();
        if rows.is_empty() {
            break;
        }
        count += rows.len();
        let started = Instant::now();
        store.clicks().ingest(rows, Checkpoint { segment: Uuid::from_u128(1), from: batch, to: batch + 1 }).await?;
        taken += started.elapsed();
        longest = longest.max(started.elapsed());
    }
    let rate = count as f64 / taken.as_secs_f64();
    Ok(format!("{rate:.0} clicks/s, the longest batch of {BATCH} {} ms", longest.as_millis()))
}

/// Takes the clicks in as fast as may be, while parts are made at the same time.
async fn fill(store: &Arc<SqliteStore>, file: &Path, arguments: &Arguments) -> anyhow::Result<()> {
    let (tended, end) = (Arc::clone(store), Timestamp::from_millisecond(START + (arguments.days as i64 + 2) * DAY)?);
    let tending = tokio::spawn(async move {
        let (mut longest, mut all) = (Duration::ZERO, Duration::ZERO);
        loop {
            let started = Instant::now();
            let done = tended.upkeep().tend(end).await;
            longest = longest.max(started.elapsed());
            all += started.elapsed();
            match done {
                Ok(Tended::Something) => {}
                Ok(_) => tokio::time::sleep(Duration::from_millis(100)).await,
                Err(error) => say(&format!("tending failed: {error}")),
            }
            if Arc::strong_count(&tended) == 1 {
                return (longest, all);
            }
        }
    });
    let taken = take_in(store, Clicks::over(links(file)?, arguments.clicks, arguments.days)).await?;
    say(&format!("taken in while parts are made: {taken}"));
    let started = Instant::now();
    while store.upkeep().tend(end).await? != Tended::Nothing {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    say(&format!("tended to the end {:.1} s later", started.elapsed().as_secs_f64()));
    drop(tending);
    Ok(())
}

/// The bytes that clicks have added to the data folder.
fn at_rest(data: &Path, before: u64, clicks: usize) -> anyhow::Result<()> {
    let database = Connection::open(data.join("trackway.db"))?;
    let number = |select: &str| database.query_row(select, [], |row| row.get::<_, i64>(0));
    let pages = number("SELECT freelist_count * page_size FROM pragma_freelist_count(), pragma_page_size()")?;
    let parts = number("SELECT ifnull(sum(bytes), 0) FROM click_parts")?;
    let in_parts = number("SELECT ifnull(sum(clicks), 0) FROM click_parts")?;
    let retired = size(&data.join("trackway.db-parts"))? as i64 - parts;
    let per_click = |bytes: i64| bytes as f64 / clicks as f64;
    say(&format!(
        "at rest {:.1} bytes a click, of which parts {:.1}, free pages {:.1}; {in_parts} clicks in {} parts of {:.1} bytes a click; retired files {:.1}",
        per_click(size(data)? as i64 - before as i64 - retired),
        per_click(parts),
        per_click(pages),
        number("SELECT count(*) FROM click_parts")?,
        parts as f64 / in_parts as f64,
        per_click(retired),
    ));
    for table in ["day_numbers", "day_links", "link_quarters", "click_block_data", "link_totals"] {
        let bytes = number(&format!("SELECT ifnull(sum(pgsize), 0) FROM dbstat WHERE name = '{table}'"));
        say(&format!("  {table}: {:.2} bytes a click", per_click(bytes.unwrap_or(-1))));
    }
    Ok(())
}

async fn ask(store: &SqliteStore, file: &Path, arguments: &Arguments) -> anyhow::Result<()> {
    let database = Connection::open(file)?;
    let workspace = WorkspaceId(Uuid::from_bytes(database.query_row("SELECT id FROM workspaces", [], |row| row.get(0))?));
    let uuid = |rank: usize| -> anyhow::Result<Uuid> {
        Ok(Uuid::from_bytes(database.query_row("SELECT uuid FROM links WHERE code = ?", [seed::code(rank)], |row| row.get(0))?))
    };
    let people = || Filter::only(Dimension::Traffic, [Some("human".to_owned())]);
    let two = || {
        [
            Filter::only(Dimension::Country, ["DE", "FR"].map(|code| Some(code.to_owned()))),
            Filter::without(Dimension::Browser, [Some("Chrome".to_owned())]),
        ]
    };
    let mut subjects = vec![("workspace".to_owned(), None)];
    for rank in [1, 10, 100, 5_000] {
        subjects.push((format!("link {rank}"), Some(Filter::only(Dimension::Link, [Some(uuid(rank)?.to_string())]))));
    }
    // From an hour in the first day to one in the last: days of a time zone, and edges that are no whole days.
    let time = |at: i64| Timestamp::from_millisecond(at);
    let (from, before) = (START + 7 * 3_600_000, START + arguments.days as i64 * DAY - 2 * 3_600_000);
    let span = Span::new(time(from)?, time(before)?)?;
    let days = (0..=arguments.days as i64).map(|day| time(START + day * DAY - 2 * 3_600_000)).collect::<Result<Vec<_>, _>>()?;
    let hours = (0..=7 * 24).map(|hour| time(before - hour * 3_600_000)).collect::<Result<Vec<_>, _>>()?;
    let hours = hours.into_iter().rev().collect::<Vec<_>>();
    for (name, subject) in &subjects {
        let question = |more: Vec<Filter>| Question { workspace, span, filters: subject.iter().cloned().chain(more).collect() };
        let stats = store.stats();
        let report = |what: &str, times: Vec<Duration>, found: String| {
            let mut times = times;
            times.sort_unstable();
            let milliseconds = |time: Duration| time.as_secs_f64() * 1e3;
            say(&format!(
                "{name:10} {what:34} {:7.1} ms, at most {:7.1}   {found}",
                milliseconds(times[times.len() / 2]),
                milliseconds(times[times.len() - 1])
            ));
        };
        macro_rules! measure {
            ($what:expr, $call:expr, $found:expr) => {{
                let mut times = Vec::new();
                let mut found = String::new();
                for _ in 0..arguments.rounds {
                    let started = Instant::now();
                    let answer = $call.await?;
                    times.push(started.elapsed());
                    found = $found(&answer);
                }
                report($what, times, found);
            }};
        }
        measure!("totals, visitors of 90 days", stats.totals(question(vec![people()])), |numbers: &_| format!("{numbers:?}"));
        measure!("days of +02:00", stats.series(question(vec![people()]), days.clone()), |series: &Vec<_>| format!(
            "{} days",
            series.len()
        ));
        measure!("hours of a week", stats.series(question(vec![people()]), hours.clone()), |series: &Vec<_>| format!(
            "{} hours",
            series.len()
        ));
        for by in [Dimension::Country, Dimension::City, Dimension::Referrer, Dimension::Browser, Dimension::Link] {
            let what = format!("by {}", by.as_str());
            measure!(&what, stats.breakdown(question(vec![people()]), by, ClickMeasure::Clicks, 50), |rows: &Vec<_>| format!(
                "{} values",
                rows.len()
            ));
        }
        measure!("cities", stats.cities(question(vec![people()]), 20), |rows: &Vec<_>| format!("{} cities", rows.len()));
        let filters = || two().into_iter().chain([people()]).collect::<Vec<_>>();
        measure!("totals with two filters", stats.totals(question(filters())), |numbers: &_| format!("{numbers:?}"));
        measure!(
            "by os with two filters",
            stats.breakdown(question(filters()), Dimension::System, ClickMeasure::Clicks, 50),
            |rows: &Vec<_>| format!("{} values", rows.len())
        );
        measure!(
            "by city without bots' clicks",
            stats.breakdown(
                question(vec![Filter::without(Dimension::Traffic, [Some("bot".to_owned())])]),
                Dimension::City,
                ClickMeasure::Clicks,
                50
            ),
            |rows: &Vec<_>| format!("{} values", rows.len())
        );
    }
    Ok(())
}

fn links(file: &Path) -> anyhow::Result<Vec<LinkId>> {
    let database = Connection::open(file)?;
    let mut select = database.prepare("SELECT id FROM links WHERE code LIKE 'bench%' ORDER BY code")?;
    let ids = select.query_map([], |row| row.get(0).map(|id| LinkId(Snowflake::from_i64(id))))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// The bytes of all files in a folder.
fn size(folder: &Path) -> anyhow::Result<u64> {
    let mut sum = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        sum += if entry.file_type()?.is_dir() { size(&entry.path())? } else { entry.metadata()?.len() };
    }
    Ok(sum)
}
