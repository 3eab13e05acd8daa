//! Tampered counters: each is named, and set right from the log.

use jiff::Timestamp;
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use trackway_domain::click::{ClickId, DestinationKind, Signals};
use trackway_domain::link::LinkId;
use trackway_domain::platform::Platform;
use trackway_domain::snowflake::Snowflake;
use trackway_domain::traffic::TrafficClass;
use trackway_domain::utc_day::UtcDay;
use trackway_domain::utm::Utm;
use trackway_store::books::{Counter, Difference, Given};
use trackway_store::clicks::{Checkpoint, ClickRow};
use trackway_store::contract::{CASES, Place};
use trackway_store::{Store, StoreError};
use trackway_store_sqlite::{SqliteStore, Tending};
use uuid::Uuid;

#[tokio::test]
async fn every_counter_that_differs_is_named_and_set_right() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("trackway.db");
    let store = SqliteStore::open(&file, 1).expect("a store");
    log(&store).await;
    assert_eq!(differences(&store).await, []);

    type IsMeant = fn(Counter) -> bool;
    let tamperings: [(&str, IsMeant); 5] = [
        ("UPDATE link_totals SET clicks = clicks + 1 WHERE link = 1", |counter| counter == Counter::Clicks),
        ("UPDATE link_totals SET visits = visits - 1 WHERE link = 1", |counter| counter == Counter::Visits),
        ("DELETE FROM link_quarters WHERE link = 1 AND quarter = 5", |counter| matches!(counter, Counter::Quarter(..))),
        ("UPDATE link_quarters SET quarter = 100000 WHERE link = 1 AND quarter = 7", |counter| matches!(counter, Counter::Quarter(..))),
        ("DELETE FROM link_totals WHERE link = 1", |counter| matches!(counter, Counter::Clicks | Counter::Visits)),
    ];
    for (tampering, is_meant) in tamperings {
        change(&file, tampering);
        let found = differences(&store).await;
        assert!(!found.is_empty() && found.iter().all(|difference| is_meant(difference.counter)), "{tampering}: {found:?}");
        let links = found.iter().map(|difference| difference.link).collect::<BTreeSet<_>>();
        assert_eq!(links.iter().map(ToString::to_string).collect::<Vec<_>>(), ["1"], "{tampering}");
        store.books().mend(links.into_iter().collect(), Box::new(|_, _| {})).await.expect("set right");
        assert_eq!(differences(&store).await, [], "{tampering}");
    }
}

/// What two persons give to two links on two days, counted as it should be.
const GIVEN: &str = "
    INSERT INTO person_credits VALUES
        (x'01', 1, 100, 1, 1, 0, 1, 0, 1, 0, 1000, 800, 1), (x'01', 1, 101, 0, 0, 1, 0, 1, 0, 1, -300, -300, 0),
        (x'02', 1, 100, 1, 0, 0, 0, 0, 0, 0, 50, 50, 1), (x'02', 2, 100, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    INSERT INTO link_totals (link, claims, follows, subscriptions, acquired_followers, acquired_subscribers, current_followers,
        current_subscribers, gross_mills, net_mills, has_earned)
        VALUES (1, 2, 1, 1, 1, 1, 1, 1, 750, 550, 1), (2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    INSERT INTO credits (person, touch, workspace, link, at, kind, number, currency, gross_mills, net_mills) VALUES
        (x'01', 1, x'09', 1, 8640000000, 'claim', 1, NULL, 0, 0), (x'01', 1, x'09', 1, 8640000001, 'follow', 1, NULL, 0, 0),
        (x'01', 1, x'09', 1, 8640000002, 'sale', 1, 'USD', 1000, 800), (x'01', 1, x'09', 1, 8640000003, 'sale', 1, 'EUR', 7, 7),
        (x'01', 1, x'09', 1, 8726400000, 'subscribe', 1, NULL, 0, 0), (x'01', 1, x'09', 1, 8726400001, 'refund', 1, 'USD', -300, -300),
        (x'02', 2, x'09', 1, 8640000000, 'claim', 1, NULL, 0, 0), (x'02', 2, x'09', 1, 8640000001, 'sale', 0, 'USD', 50, 50),
        (x'02', 3, x'09', 2, 8640000000, 'claim', 1, NULL, 0, 0);
    INSERT INTO link_days VALUES (1, 100, 2, 1, 0, 1050, 850), (1, 101, 0, 0, 1, -300, -300), (2, 100, 1, 0, 0, 0, 0);";

#[tokio::test]
async fn what_persons_give_is_what_links_were_given() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("trackway.db");
    let store = SqliteStore::open(&file, 1).expect("a store");
    change(&file, GIVEN);
    assert_eq!(differences(&store).await, []);
    let day = UtcDay::from_number(101);
    for (tampering, expected) in [
        ("UPDATE link_totals SET gross_mills = gross_mills + 1 WHERE link = 1", vec![(Counter::Given(Given::Gross), 751, 750)]),
        ("UPDATE link_totals SET current_followers = -1 WHERE link = 1", vec![(Counter::Given(Given::CurrentFollowers), -1, 1)]),
        (
            "DELETE FROM link_days WHERE link = 1 AND day = 101",
            vec![
                (Counter::GivenOn(day, Given::Subscriptions), 0, 1),
                (Counter::GivenOn(day, Given::Gross), 0, -300),
                (Counter::GivenOn(day, Given::Net), 0, -300),
            ],
        ),
        ("INSERT INTO link_days VALUES (1, 7, 0, 9, 0, 0, 0)", vec![(Counter::GivenOn(UtcDay::from_number(7), Given::Follows), 9, 0)]),
        ("DELETE FROM link_totals WHERE link = 2", vec![(Counter::Given(Given::Claims), 0, 1)]),
    ] {
        change(&file, tampering);
        let found = differences(&store).await;
        assert_eq!(found.iter().map(|wrong| (wrong.counter, wrong.kept, wrong.logged)).collect::<Vec<_>>(), expected, "{tampering}");
        store.books().mend(found.iter().map(|wrong| wrong.link).collect(), Box::new(|_, _| {})).await.expect("set right");
        assert_eq!(differences(&store).await, [], "{tampering}");
    }
}

/// A folder in which all clicks are in parts and all days settled as soon as may be.
struct Settled(tempfile::TempDir);

#[async_trait::async_trait]
impl Place for Settled {
    async fn open(&self) -> Result<Arc<dyn Store>, StoreError> {
        let tending = Tending { waiting: 2, row_group: 256, busy: 5, at_once: true, ..Tending::default() };
        Ok(Arc::new(SqliteStore::open_tending(&self.0.path().join("trackway.db"), 1, tending)?))
    }
}

#[tokio::test]
async fn sums_of_days_that_differ_are_named_and_added_up_anew() {
    let place = Arc::new(Settled(tempfile::tempdir().expect("a folder")));
    let case = CASES.iter().find(|case| case.name == "upkeep::tending_changes_no_answer").expect("a case with clicks of some days");
    (case.run)(Arc::clone(&place) as Arc<dyn Place>).await.expect("a store that works");
    let (file, store) = (place.0.path().join("trackway.db"), place.open().await.expect("a store"));
    let wrong = async || store.books().wrong_days(Box::new(|_, _| {})).await.expect("read");
    assert_eq!(wrong().await, []);
    let day = "(SELECT min(day) FROM settled_days)";
    for tampering in [
        format!("DELETE FROM day_numbers WHERE dimension = 10 AND day = {day}"),
        format!("UPDATE day_numbers SET data = x'00' WHERE dimension = -1 AND day = {day}"),
        format!("UPDATE day_numbers SET data = x'' WHERE dimension = 5 AND day = {day}"),
        format!("DELETE FROM day_subjects WHERE length(subject) = 8 AND day = {day}"),
        format!("DELETE FROM day_links WHERE day = {day}"),
    ] {
        change(&file, &tampering);
        let days = wrong().await;
        assert_eq!(days.len(), 1, "{tampering}");
        store.books().mend_days(days).await.expect("added up");
        assert_eq!(wrong().await, [], "{tampering}");
        assert_eq!(store.books().differences(Box::new(|_, _| {})).await.expect("read"), []);
    }
}

/// Clicks of three links, counted as they should be, without anything else around them.
async fn log(store: &SqliteStore) {
    let click = |number: u32| ClickRow {
        id: ClickId(Uuid::from_u128(number.into())),
        link: LinkId(Snowflake::from_i64((number % 3).into())),
        at: Timestamp::from_millisecond(i64::from(number) * 60_000).expect("a time"),
        traffic: TrafficClass::from_number((number % 2).try_into().expect("a class")).expect("a class"),
        destination: DestinationKind::Original,
        platform: Platform::Web,
        signals: Signals::default(),
        is_datacenter: false,
        address: None,
        place: Arc::default(),
        language: None,
        referrer: None,
        user_agent: Arc::default(),
        visitor: None,
        utm: Utm::default(),
        metadata: Vec::new(),
    };
    for batch in 0..30 {
        let checkpoint = Checkpoint { segment: Uuid::from_u128(1), from: batch, to: batch + 1 };
        let batch = u32::try_from(batch).expect("a small number");
        let clicks = (1 + batch * 100..=100 + batch * 100).map(click).collect();
        store.clicks().ingest(clicks, checkpoint).await.expect("taken in");
    }
}

async fn differences(store: &SqliteStore) -> Vec<Difference> {
    store.books().differences(Box::new(|_, _| {})).await.expect("read")
}

fn change(file: &Path, sql: &str) {
    Connection::open(file).and_then(|database| database.execute_batch(sql)).expect("changed");
}
