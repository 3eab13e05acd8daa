//! What taking clicks in costs: a journal full of them, from its first byte to rows, totals and quarter-hours in SQLite.

use clap::Parser;
use jiff::Timestamp;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use trackway_app::clicks::agents::Agents;
use trackway_app::clicks::data_centers::DataCenters;
use trackway_app::clicks::enrich::{AddressPrivacy, Enrichment};
use trackway_app::clicks::ingest::Ingestion;
use trackway_app::clicks::quarantine::Quarantine;
use trackway_app::clicks::record;
use trackway_app::clicks::salts::PeriodSalts;
use trackway_app::clicks::traces::Traces;
use trackway_app::geography::Geography;
use trackway_app::random::SystemRandom;
use trackway_app::{App, ids};
use trackway_benches::load::{AGENTS, Zipf};
use trackway_benches::process::own_cpu;
use trackway_benches::{say, seed};
use trackway_domain::click::{Click, ClickId, DestinationKind, Signals};
use trackway_domain::link::LinkId;
use trackway_domain::snowflake::Snowflake;
use trackway_domain::visitor::Salt;
use trackway_journal::{Journal, Options};

/// Measures how fast a backlog of clicks drains into the embedded store
#[derive(Debug, Parser)]
struct Arguments {
    /// Clicks in the journal
    #[arg(long, default_value_t = 1_000_000)]
    clicks: usize,
    /// Links that they are for, the nth as often as 1/n
    #[arg(long, default_value_t = 100_000)]
    links: usize,
    /// How often it is measured, each time from the start
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// A MaxMind-format file, to measure with geography
    #[arg(long)]
    geoip: Option<std::path::PathBuf>,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    for round in 1..=arguments.rounds {
        let folder = TempDir::new()?;
        seed::links(folder.path(), arguments.links)?;
        let app = Arc::new(seed::app(&folder.path().join("trackway.db"))?);
        let journal = Arc::new(Journal::open(Options::new(folder.path().join("journal"), || trackway_app::random::bytes(&SystemRandom)))?);
        let written = measured(|| fill(&journal, &app, &arguments))?;
        let read = measured(|| read_only(&journal, &arguments))?;
        let drained = measured(|| drain(&app, &journal, folder.path(), &arguments))?;
        let per_click = |(_, cpu): (Duration, Duration)| cpu.as_secs_f64() * 1e6 / arguments.clicks as f64;
        say(&format!(
            "round {round}  journal {:.2} µs a click  read and enrich {:.2} µs  all into the store {:.2} µs CPU, {:.0} clicks/s",
            per_click(written),
            per_click(read),
            per_click(drained),
            arguments.clicks as f64 / drained.0.as_secs_f64()
        ));
    }
    Ok(())
}

fn fill(journal: &Journal, app: &App, arguments: &Arguments) -> anyhow::Result<()> {
    let (mut random, zipf) = (StdRng::seed_from_u64(17), Zipf::over(arguments.links));
    for number in 0..arguments.clicks {
        let at = Timestamp::from_millisecond(1_790_000_000_000 + number as i64 / 50)?;
        let click = Click {
            id: ClickId(ids::uuid_at(at, &*app.random)),
            link: LinkId(Snowflake::from_i64(4_096 * zipf.draw(&mut random) as i64)),
            at,
            address: IpAddr::from([203, random.random_range(0..16), random.random(), random.random()]),
            destination: DestinationKind::Original,
            signals: Signals::default(),
            user_agent: AGENTS[random.random_range(0..AGENTS.len())],
            accept_language: "en-US,en;q=0.9",
            referrer: ["", "https://www.reddit.com/", "https://t.co/abcdef"][number % 3],
            query: ["", "", "", "utm_source=newsletter&utm_medium=email"][number % 4],
        };
        // Written at once, since nobody else writes.
        drop(journal.append(|buffer| record::encode(&click, buffer)));
    }
    Ok(())
}

/// Decodes and enriches, and forgets.
fn read_only(journal: &Journal, arguments: &Arguments) -> anyhow::Result<()> {
    let (mut tail, mut enrichment, mut rows) = (journal.tail(|_| 0), enrichment(arguments)?, Vec::new());
    while let Some(chunk) = tail.read(8 << 20)? {
        rows.clear();
        for entry in chunk.records() {
            rows.push(enrichment.enrich(&record::decode(entry.payload)?, &Salt([7; 16])));
        }
    }
    Ok(())
}

fn drain(app: &Arc<App>, journal: &Arc<Journal>, folder: &Path, arguments: &Arguments) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let ingestion = Ingestion {
        app: Arc::clone(app),
        runtime: runtime.handle().clone(),
        journal: Arc::clone(journal),
        enrichment: enrichment(arguments)?,
        salts: PeriodSalts::every(std::num::NonZeroU16::MIN),
        traces: Traces::default(),
        quarantine: Arc::new(Quarantine::new(folder.join("quarantine.ndjson"))),
        live: Arc::default(),
        progress: Arc::default(),
        // It stops when nothing is left.
        stop: Arc::new(AtomicBool::new(true)),
    };
    ingestion.run();
    let visits = seed::visits(folder)?;
    anyhow::ensure!(visits == arguments.clicks as u64, "{visits} of {} clicks are there", arguments.clicks);
    Ok(())
}

fn enrichment(arguments: &Arguments) -> anyhow::Result<Enrichment> {
    let geography = arguments.geoip.as_deref().map(Geography::open).transpose()?.unwrap_or_default();
    Ok(Enrichment::new(Arc::new(Agents::published()), Arc::new(geography), Arc::new(DataCenters::default()), AddressPrivacy::Truncated))
}

/// Wall time and CPU time.
fn measured(work: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<(Duration, Duration)> {
    let (started, before) = (Instant::now(), own_cpu()?);
    work()?;
    Ok((started.elapsed(), own_cpu()?.saturating_sub(before)))
}
