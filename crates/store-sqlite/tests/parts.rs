//! The second tier of the click log, and a process that ends at any place while it is made: each click stays in one tier, once, as it was.

use jiff::Timestamp;
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use trackway_domain::agent::UserAgent;
use trackway_domain::click::{ClickId, DestinationKind, Signals};
use trackway_domain::link::LinkId;
use trackway_domain::platform::Platform;
use trackway_domain::snowflake::Snowflake;
use trackway_domain::traffic::TrafficClass;
use trackway_domain::utc_day::UtcDay;
use trackway_domain::utm::Utm;
use trackway_domain::visitor::VisitorHash;
use trackway_store::Store as _;
use trackway_store::clicks::{Checkpoint, ClickRow, LogPosition, Rule};
use trackway_store::upkeep::Tended;
use trackway_store_sqlite::{SqliteStore, Tending};
use uuid::Uuid;

/// Tells the child process where its database is, and after how many steps it ends.
const CHILD: &str = "TRACKWAY_TEST_ENDS_AFTER";

const DAY: i64 = 24 * 60 * 60 * 1_000;

/// The nth click: of a few links, out of order by a little, each fiftieth half a day.
fn click(number: u32) -> ClickRow {
    let at = 20_000 * DAY + i64::from(number) * DAY / 50 + i64::from(number % 7) * 1_000;
    ClickRow {
        id: ClickId(Uuid::from_u128((at as u128) << 80 | 7 << 76 | u128::from(number))),
        link: LinkId(Snowflake::from_i64(4_096 * i64::from(1 + number % 5))),
        at: Timestamp::from_millisecond(at).expect("a time"),
        traffic: TrafficClass::ALL[usize::from(number.is_multiple_of(3))],
        destination: DestinationKind::Original,
        platform: Platform::Web,
        signals: Signals::default(),
        is_datacenter: false,
        address: Some(std::net::IpAddr::from([203, 0, 113, number as u8])),
        place: Arc::default(),
        language: None,
        referrer: Some(Arc::from(format!("{}.example.com", number % 11))),
        user_agent: Arc::new(UserAgent { text: format!("Agent {}", number % 13).into(), ..UserAgent::default() }),
        visitor: std::num::NonZeroU64::new(u64::from(1 + number % 17)).map(VisitorHash),
        utm: Utm::default(),
        metadata: Vec::new(),
    }
}

fn small(watch: trackway_store_sqlite::Watch) -> Tending {
    Tending { waiting: 40, row_group: 64, watch, ..Tending::default() }
}

fn open(file: &Path) -> SqliteStore {
    SqliteStore::open_tending(file, 2, small(Arc::new(|_| {}))).expect("a store")
}

/// Takes clicks in, ten to a batch, and tends after each.
async fn fill(store: &SqliteStore, numbers: std::ops::Range<u32>) {
    for first in numbers.step_by(10) {
        let checkpoint = Checkpoint { segment: Uuid::from_u128(1), from: first.into(), to: u64::from(first) + 10 };
        store.clicks().ingest((first..first + 10).map(click).collect(), checkpoint).await.expect("a batch");
        tend(store).await;
    }
}

async fn tend(store: &SqliteStore) {
    while store.upkeep().tend(Timestamp::MAX).await.expect("a store that works") == Tended::Something {}
}

/// The log from its start, which has no gaps.
async fn whole_log(store: &SqliteStore) -> Vec<ClickRow> {
    let log = store.clicks().log(LogPosition(0), u32::MAX).await.expect("a log");
    log.into_iter().map(|(_, row)| row).collect()
}

async fn differences(store: &SqliteStore) -> Vec<trackway_store::books::Difference> {
    store.books().differences(Box::new(|_, _| {})).await.expect("books")
}

/// Files in the folder of the parts, and those that the manifest names.
fn files(file: &Path) -> (BTreeSet<String>, BTreeSet<String>) {
    let folder = PathBuf::from(format!("{}-parts", file.display()));
    let there = std::fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").file_name().to_string_lossy().into_owned());
    let database = Connection::open(file).expect("a database");
    let mut select = database.prepare("SELECT file FROM click_parts UNION SELECT file FROM retired_parts").expect("a statement");
    let named = select.query_map([], |row| row.get(0)).expect("names").collect::<Result<_, _>>().expect("names");
    (there.filter(|name| name != "lock").collect(), named)
}

fn count(file: &Path, select: &str) -> i64 {
    Connection::open(file).expect("a database").query_row(select, [], |row| row.get(0)).expect("a number")
}

#[tokio::test]
async fn the_log_is_the_same_in_both_tiers() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("trackway.db");
    let store = open(&file);
    fill(&store, 0..1_000).await;
    assert!(count(&file, "SELECT sum(clicks) FROM click_parts") > 900, "nearly all are in parts");
    assert!(count(&file, "SELECT count(*) FROM click_parts") < 16, "and in few of them");
    let expected = (0..1_000).map(click).collect::<Vec<_>>();
    assert_eq!(whole_log(&store).await, expected);
    assert_eq!(differences(&store).await, []);
    for number in [0, 1, 500, 996, 999] {
        assert_eq!(store.clicks().find(click(number).id).await.expect("a read"), Some(click(number)));
    }
    let (there, named) = files(&file);
    assert_eq!(there, named);
}

#[tokio::test]
async fn what_is_forgotten_is_in_no_tier_and_counts_go_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("trackway.db");
    let store = open(&file);
    fill(&store, 0..500).await;
    let wanted = [3, 4, 250, 498, 499].map(|number| click(number).id);
    assert_eq!(store.upkeep().forget(wanted.to_vec()).await.expect("a store"), 5);
    assert_eq!(store.upkeep().forget(wanted.to_vec()).await.expect("a store"), 0);
    let log = whole_log(&store).await;
    let (known, forgotten) = log.iter().partition::<Vec<_>, _>(|row| row.id != ClickId(Uuid::nil()));
    assert_eq!((known.len(), forgotten.len()), (495, 5));
    assert!(forgotten.iter().all(|row| row.address.is_none() && row.visitor.is_none() && row.user_agent.text.is_empty()));
    assert_eq!(differences(&store).await, []);
}

#[tokio::test]
async fn what_is_purged_stays_in_the_totals_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("trackway.db");
    let store = open(&file);
    fill(&store, 0..1_000).await;
    let before = UtcDay::from_number(20_009);
    assert_eq!(store.upkeep().purge(before).await.expect("a store"), 450);
    assert_eq!(whole_log(&store).await, (450..1_000).map(click).collect::<Vec<_>>());
    assert_eq!(count(&file, "SELECT sum(visits) FROM link_totals"), 1_000);
    assert_eq!(differences(&store).await, []);
    fill(&store, 1_000..1_200).await;
    assert_eq!(store.upkeep().purge(UtcDay::from_number(20_100)).await.expect("a store"), 750);
    assert_eq!(whole_log(&store).await, []);
    assert_eq!(differences(&store).await, []);
    fill(&store, 1_200..1_210).await;
    assert_eq!(store.clicks().log_end().await.expect("a read"), LogPosition(1_210), "positions are not given twice");
    Connection::open(&file).expect("a database").execute("DELETE FROM link_totals", []).expect("tampering");
    let wrong = differences(&store).await.into_iter().map(|difference| difference.link).collect::<BTreeSet<_>>();
    store.books().mend(wrong.into_iter().collect(), Box::new(|_, _| {})).await.expect("books");
    assert_eq!(count(&file, "SELECT sum(visits) FROM link_totals"), 1_210, "what was purged is counted from what was kept of it");
}

#[tokio::test]
async fn files_that_are_parts_no_more_stay_for_those_who_read_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("trackway.db");
    let store = open(&file);
    let at = |minute: i64| Timestamp::from_millisecond(30_000 * DAY + minute * 60_000).expect("a time");
    for first in (0..400).step_by(10) {
        let checkpoint = Checkpoint { segment: Uuid::from_u128(1), from: first.into(), to: u64::from(first) + 10 };
        store.clicks().ingest((first..first + 10).map(click).collect(), checkpoint).await.expect("a batch");
        while store.upkeep().tend(at(1)).await.expect("a store") == Tended::Something {}
    }
    assert_eq!(store.upkeep().tend(at(1)).await.expect("a store"), Tended::Nothing);
    let (parts, retired) = (count(&file, "SELECT count(*) FROM click_parts"), count(&file, "SELECT count(*) FROM retired_parts"));
    assert!(retired > 3);
    while store.upkeep().tend(at(9)).await.expect("a store") == Tended::Something {}
    assert_eq!(files(&file).0.len() as i64, parts + retired, "ten minutes are not over");
    while store.upkeep().tend(at(11)).await.expect("a store") == Tended::Something {}
    let (there, named) = files(&file);
    assert_eq!((there.len() as i64, there), (parts, named));
    assert_eq!(whole_log(&store).await.len(), 400);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn clicks_arrive_and_are_read_while_parts_are_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("trackway.db");
    let store = Arc::new(open(&file));
    let filled = Arc::clone(&store);
    let filling = tokio::spawn(async move { fill(&filled, 0..600).await });
    let rule: Rule = Arc::new(|row| row.traffic);
    while !filling.is_finished() {
        let (log, end) = (whole_log(&store).await, store.clicks().log_end().await.expect("a read"));
        assert_eq!(log, (0..log.len() as u32).map(click).collect::<Vec<_>>());
        assert!(end >= LogPosition(log.len() as u64));
        assert_eq!(differences(&store).await, []);
        store.clicks().reclassify(LogPosition(0), Arc::clone(&rule)).await.expect("a portion");
    }
    filling.await.expect("no panic");
    assert_eq!(whole_log(&store).await.len(), 600);
}

/// What a child process does: it takes clicks in, tends, reclassifies, forgets and purges, and ends at a step.
#[tokio::test]
async fn child() {
    let Ok(order) = std::env::var(CHILD) else { return };
    let (file, steps) = order.split_once('\n').expect("an order");
    let left = AtomicUsize::new(steps.parse().expect("a number"));
    let watch = move |_: &'static str| {
        if left.fetch_sub(1, Ordering::Relaxed) == 0 {
            std::process::abort();
        }
    };
    let store = SqliteStore::open_tending(Path::new(file), 1, small(Arc::new(watch))).expect("a store");
    let start = u32::try_from(store.clicks().log_end().await.expect("a read").0).expect("few");
    fill(&store, start..400).await;
    let rule: Rule = Arc::new(|row| row.traffic);
    let other: Rule = Arc::new(|_| TrafficClass::Preview);
    store.clicks().reclassify(LogPosition(0), other).await.expect("a portion");
    store.clicks().reclassify(LogPosition(0), rule).await.expect("a portion");
    store.upkeep().forget(vec![click(399).id, click(7).id]).await.expect("a store");
    store.upkeep().purge(UtcDay::from_number(20_002)).await.expect("a store");
    tend(&store).await;
}

#[tokio::test]
async fn a_process_may_end_at_every_step() {
    // Steps lie closer together than they differ: each third one, from another start each time, meets all of them.
    let (mut ends, mut steps) = (0, 0);
    loop {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("trackway.db");
        let mut child = Command::new(std::env::current_exe().expect("this program"));
        child.args(["--exact", "child"]).env(CHILD, format!("{}\n{steps}", file.display()));
        let has_ended_well = child.output().expect("a child").status.success();
        let store = open(&file);
        let log = store.clicks().log(LogPosition(0), u32::MAX).await.expect("a log");
        let positions = log.iter().map(|(position, _)| position.0).collect::<Vec<_>>();
        let end = store.clicks().log_end().await.expect("a read").0;
        let purged = count(&file, "SELECT ifnull(sum(visits), 0) FROM purged_clicks");
        assert_eq!(log.len() as i64 + purged, end as i64, "after {steps} steps");
        assert!(positions.is_sorted() && positions.iter().collect::<BTreeSet<_>>().len() == positions.len());
        for (position, row) in log.iter().filter(|(_, row)| row.id != ClickId(Uuid::nil())) {
            let whole = ClickRow { traffic: row.traffic, ..click(position.0 as u32 - 1) };
            assert_eq!(*row, whole, "after {steps} steps");
        }
        assert_eq!(differences(&store).await, [], "after {steps} steps");
        tend(&store).await;
        let (there, named) = files(&file);
        assert_eq!(there, named, "after {steps} steps");
        assert_eq!(differences(&store).await, [], "after {steps} steps");
        ends += usize::from(!has_ended_well);
        if has_ended_well {
            break;
        }
        steps += 3;
    }
    assert!(ends > 20, "the child was ended {ends} times");
}
