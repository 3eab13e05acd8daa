//! What finding an install's click costs where many phones have clicked: a store full of traces, and apps that report themselves.

use anyhow::Context as _;
use clap::Parser;
use jiff::SignedDuration;
use rusqlite::Connection;
use std::net::IpAddr;
use std::path::Path;
use std::time::{Duration, Instant};
use trackway_app::App;
use trackway_app::installs::attribute::{Opening, attribute};
use trackway_app::links::create::CodeChoice;
use trackway_app::workspaces::found::first_or_found;
use trackway_benches::{say, seed};
use trackway_domain::click::ClickId;
use trackway_domain::install::address::{Hour, TraceKey};
use trackway_domain::install::phone::Phone;
use trackway_domain::install::report::AppReport;
use trackway_domain::install::system_version::{BrowserSystem, SystemVersion};
use trackway_domain::install::trace::Trace;
use trackway_domain::link::LinkSettings;
use trackway_domain::platform::Platform;
use trackway_domain::window::AttributionWindow;
use trackway_domain::workspace::WorkspaceId;
use trackway_store::links::LinkKey;
use trackway_store::links::Within;
use trackway_store::traces::NewTrace;
use uuid::Uuid;

/// Measures what it takes to find the click of an install among those of a week
#[derive(Debug, Parser)]
struct Arguments {
    /// Clicks on phones within the bound
    #[arg(long, default_value_t = 10_000_000)]
    clicks: u32,
    /// The workspace's bound on the age of clicks, in hours
    #[arg(long, default_value_t = 168)]
    cap: i64,
    /// Installs of each kind
    #[arg(long, default_value_t = 500)]
    installs: u32,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let folder = tempfile::tempdir()?;
    let link = seed::link(folder.path(), CodeChoice::Random, LinkSettings::default())?;
    let file = folder.path().join("trackway.db");
    let app = seed::app(&file)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    runtime.block_on(measure(&app, &file, link, &arguments))
}

async fn measure(app: &App, file: &Path, link: Uuid, arguments: &Arguments) -> anyhow::Result<()> {
    let workspace = first_or_found(app).await?.id;
    let within = Within { workspace, account: None };
    let link = app.store.links().find(within, &LinkKey::Uuid(link)).await?.context("a link")?.link.id;
    let unmatched = of_installs(app, workspace, 0, arguments.installs).await?;
    say(&format!("an install that is not compared, its commit included: {}", line(unmatched)));
    let now = Hour::of(app.clock.now()).0;
    for hour in now - arguments.cap..=now {
        app.store.traces().key(Hour(hour), TraceKey(trackway_app::random::bytes(&*app.random))).await?;
    }
    fill(file, arguments, now, link.0.to_i64())?;
    app.store.traces().set_cap(workspace, AttributionWindow::from_hours(arguments.cap).ok()).await?;
    let organic = of_installs(app, workspace, 1, arguments.installs).await?;
    say(&format!("one that nothing led to, among {} clicks: {}", arguments.clicks, line(organic)));
    plant(app, workspace, link, arguments).await?;
    let credited = of_installs(app, workspace, 2, arguments.installs).await?;
    say(&format!("one that a click led to: {}", line(credited)));
    say(&format!("the file: {} MB", std::fs::metadata(file)?.len() >> 20));
    Ok(())
}

/// Traces of others, evenly over the hours, each of an address of its own.
fn fill(file: &Path, arguments: &Arguments, now: i64, link: i64) -> anyhow::Result<()> {
    let database = Connection::open(file)?;
    database.execute_batch("PRAGMA synchronous = off")?;
    let each = i64::from(arguments.clicks) / (arguments.cap + 1);
    let insert = "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?1)
        INSERT INTO traces SELECT ?2, random(), randomblob(16), ?3, ?2 * 3600000, 'ios', 0, 'en', NULL FROM number ORDER BY 2";
    for hour in now - arguments.cap..=now {
        database.execute(insert, (each, hour, link))?;
    }
    Ok(())
}

/// A click for each of the installs to come, an hour to the bound before.
async fn plant(app: &App, workspace: WorkspaceId, link: trackway_domain::link::LinkId, arguments: &Arguments) -> anyhow::Result<()> {
    let keys = app.store.traces().keys_from(Hour(0)).await?;
    let mut traces = Vec::new();
    for number in 0..arguments.installs {
        let hours = 1 + i64::from(number) % (arguments.cap - 1).max(1);
        let at = app.clock.now().checked_sub(SignedDuration::from_hours(hours))?;
        let (hour, key) = *keys.iter().find(|(hour, _)| *hour == Hour::of(at)).context("a key")?;
        let (platform, system) = (Platform::Ios, BrowserSystem::Unknown);
        let click = ClickId(trackway_app::ids::uuid_at(at, &*app.random));
        let trace = Trace { click, link, at, platform, system, language: None, timezone: None };
        traces.push(NewTrace { hour, address: key.hash(workspace, address(2, number)), trace });
    }
    Ok(app.store.traces().remember(traces).await?)
}

async fn of_installs(app: &App, workspace: WorkspaceId, kind: u8, count: u32) -> anyhow::Result<Vec<Duration>> {
    let mut times = Vec::new();
    for number in 0..count {
        let phone = Phone { platform: Platform::Ios, version: SystemVersion::parse("26.1"), language: None, timezone: None };
        let user_agent = format!("Shop/{kind}.{number}");
        let report = AppReport { phone, user_agent, screen: None, app_version: None, sdk_name: None, sdk_version: None, naming: None };
        let opening = Opening { workspace, address: address(kind, number), device: None, begun_at: None, report };
        let started = Instant::now();
        let install = attribute(app, opening).await?;
        times.push(started.elapsed());
        anyhow::ensure!(install.decision.credited().is_some() == (kind == 2), "{:?}", install.decision);
    }
    Ok(times)
}

fn address(kind: u8, number: u32) -> IpAddr {
    let [_, high, middle, low] = number.to_be_bytes();
    IpAddr::from([100 + kind, high, middle, low])
}

fn line(mut times: Vec<Duration>) -> String {
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1_000.0;
    format!("{:.2} ms in the middle, {:.2} ms for 99 of 100", at(0.5), at(0.99))
}
