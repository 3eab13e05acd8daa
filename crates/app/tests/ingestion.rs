//! The whole way of a click, from the journal into the embedded store, where the store fails every third time.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use trackway_app::clicks::agents::Agents;
use trackway_app::clicks::data_centers::DataCenters;
use trackway_app::clicks::enrich::{AddressPrivacy, Enrichment};
use trackway_app::clicks::ingest::Ingestion;
use trackway_app::clicks::progress::Progress;
use trackway_app::clicks::quarantine::Quarantine;
use trackway_app::clicks::record;
use trackway_app::clicks::salts::PeriodSalts;
use trackway_app::clicks::traces::Traces;
use trackway_app::geography::Geography;
use trackway_app::{App, ids};
use trackway_domain::click::{Click, ClickId, DestinationKind, Signals};
use trackway_domain::link::LinkId;
use trackway_domain::snowflake::Snowflake;
use trackway_journal::{Journal, Options};
use trackway_store::clicks::LogPosition;
use trackway_testbed::Testbed;
use trackway_testbed::faltering::Moment;

const CLICKS: usize = 1_200;
const LINKS: i64 = 7;

/// Small, so that the clicks lie in some fifty segments, each a batch of its own.
const SEGMENT_BYTES: u64 = 4 << 10;

/// How long it may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_fails_before_it_does_anything_loses_nothing() {
    taken_in_once(Moment::Before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_fails_after_it_has_done_everything_counts_nothing_twice() {
    taken_in_once(Moment::After).await;
}

async fn taken_in_once(moment: Moment) {
    let (bed, folder) = (Testbed::new().await, tempfile::tempdir().expect("a folder"));
    let journal = Arc::new(journal(folder.path()));
    // Half of them wait when ingestion begins, as after a crash; the rest comes meanwhile.
    let mut recorded = record_clicks(&bed.app, &journal, 0..CLICKS / 2);
    let (progress, stop) = (Arc::<Progress>::default(), Arc::<AtomicBool>::default());
    let quarantine = Arc::new(Quarantine::new(folder.path().join("quarantine.ndjson")));
    let ingestion = ingestion(bed.with_faltering_clicks(moment), &journal, &progress, &quarantine, &stop);
    let thread = std::thread::spawn(move || ingestion.run());
    recorded.extend(record_clicks(&bed.app, &journal, CLICKS / 2..CLICKS));
    assert_eq!(recorded.len(), CLICKS, "each click has an id of its own");

    let deadline = Instant::now() + PATIENCE;
    while bed.app.store.clicks().log_end().await.expect("an end") < LogPosition(CLICKS as u64) && Instant::now() < deadline {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    stop.store(true, Ordering::Release);
    journal.close();
    thread.join().expect("an orderly end");

    let log = bed.app.store.clicks().log(LogPosition(0), 2 * CLICKS as u32).await.expect("a log");
    let stored = log.iter().map(|(_, row)| row.id.0).collect::<Vec<_>>();
    assert_eq!(stored.len(), CLICKS, "nothing is there twice");
    assert_eq!(BTreeSet::from_iter(stored), recorded);
    let differences = bed.app.store.books().differences(Box::new(|_, _| ())).await.expect("books");
    assert_eq!(differences, [], "totals and quarter-hours are the log");
    assert_eq!(quarantine.count(), 0);
    assert_eq!((journal.backlog_bytes(), journal.recorded(), journal.unrecorded()), (0, CLICKS as u64, 0));
    // What was done and not said is not known to have been done.
    assert!((CLICKS / 3..=CLICKS).contains(&usize::try_from(progress.taken_in()).expect("a count")));
}

fn journal(folder: &Path) -> Journal {
    let number = AtomicU64::new(1);
    let mut options = Options::new(folder.join("journal"), move || u128::from(number.fetch_add(1, Ordering::Relaxed)).to_le_bytes());
    options.segment_bytes = SEGMENT_BYTES;
    Journal::open(options).expect("a journal")
}

/// Appends clicks, and gives their ids.
fn record_clicks(app: &App, journal: &Journal, numbers: std::ops::Range<usize>) -> BTreeSet<uuid::Uuid> {
    numbers
        .map(|number| {
            let id = ids::uuid(&*app.clock, &*app.random);
            let click = Click {
                id: ClickId(id),
                link: LinkId(Snowflake::from_i64(1 + number as i64 % LINKS)),
                at: app.clock.now(),
                address: IpAddr::from(Ipv4Addr::new(203, 0, 113, (number % 256) as u8)),
                destination: DestinationKind::Original,
                signals: Signals::default(),
                user_agent: ["Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "curl/8.10.0"][number % 2],
                accept_language: "en",
                referrer: "",
                query: "",
            };
            // With nobody else writing it is recorded when this returns.
            drop(journal.append(|buffer| record::encode(&click, buffer)));
            id
        })
        .collect()
}

fn ingestion(
    app: Arc<App>,
    journal: &Arc<Journal>,
    progress: &Arc<Progress>,
    quarantine: &Arc<Quarantine>,
    stop: &Arc<AtomicBool>,
) -> Ingestion {
    let (agents, geography, data_centers) = (Arc::new(Agents::published()), Arc::default(), Arc::new(DataCenters::default()));
    Ingestion {
        app,
        runtime: tokio::runtime::Handle::current(),
        journal: Arc::clone(journal),
        enrichment: Enrichment::new(agents, Arc::<Geography>::clone(&geography), data_centers, AddressPrivacy::Truncated),
        salts: PeriodSalts::every(NonZeroU16::MIN),
        traces: Traces::default(),
        quarantine: Arc::clone(quarantine),
        live: Arc::default(),
        progress: Arc::clone(progress),
        stop: Arc::clone(stop),
    }
}
