//! No click that was answered is lost, and none is counted twice: the server is killed in the middle of its work, again and again.
//!
//! `CRASH_ROUNDS` says how often.

mod support;

use rand::RngExt as _;
use std::env;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread::sleep;
use std::time::{Duration, Instant};
use support::{Audit, Books, Installation, Load, Site, becomes_true, visits};

/// How many links are opened, and by how many visitors at once.
const LINKS: usize = 8;
const VISITORS: usize = 4;

/// For how long it is stopped: longer than it waits for anything itself.
const STOPPED: Duration = Duration::from_secs(10);

/// A number from the environment.
fn setting(name: &str, default: u64) -> u64 {
    env::var(name).map_or(default, |value| value.parse().expect("a number"))
}

/// A random time up to so many milliseconds.
fn a_while(milliseconds: std::ops::Range<u64>) {
    sleep(Duration::from_millis(rand::rng().random_range(milliseconds)));
}

#[test]
fn killed_at_any_moment() {
    let mut site = Site::new();
    let codes = site.codes(LINKS);
    let mut books = Books::default();
    for round in 0..setting("CRASH_ROUNDS", 50) {
        let load = Load::start(site.server().address, &codes, VISITORS);
        a_while(100..400);
        site.take_server().kill();
        books.enter(load.finish());
        if round % 4 == 3 {
            // Once more, while it takes in what was left.
            site.start();
            a_while(0..150);
            site.take_server().kill();
        }
        site.start();
        books.balance(&site);
    }
    books.close(&mut site);
    assert!(books.acknowledged.len() > 1_000, "{} visits are no load", books.acknowledged.len());
}

#[test]
fn killed_under_every_durability() {
    for settings in [[("TRACKWAY_DURABILITY", "fsync")], [("TRACKWAY_FLUSH_INTERVAL_MS", "1")]] {
        let mut site = Site::new();
        let codes = site.codes(LINKS);
        let mut books = Books::default();
        for _ in 0..setting("CRASH_ROUNDS", 50).div_ceil(10) {
            site.take_server().kill();
            site.start_with(&settings);
            let load = Load::start(site.server().address, &codes, VISITORS);
            a_while(100..400);
            site.take_server().kill();
            books.enter(load.finish());
            site.start_with(&settings);
            books.balance(&site);
        }
        books.close(&mut site);
    }
}

#[test]
fn stopped_for_a_while() {
    let mut site = Site::new();
    let codes = site.codes(LINKS);
    let mut books = Books::default();
    for is_killed in [false, true] {
        let load = Load::start(site.server().address, &codes, VISITORS);
        a_while(100..300);
        site.server().signal("STOP");
        sleep(STOPPED);
        // Whoever starts another one meanwhile is told that this one still has the folder.
        let second = site.installation.run(&["serve", "--listen", "127.0.0.1:0"]);
        assert!(second.code == 1 && second.stderr.contains("another process"), "{second:?}");
        site.server().signal("CONT");
        a_while(100..300);
        if is_killed {
            site.take_server().kill();
            books.enter(load.finish());
            site.start();
        } else {
            books.enter(load.finish());
        }
        books.balance(&site);
    }
    books.close(&mut site);
}

#[test]
fn ended_in_order_under_load() {
    let mut site = Site::new();
    let codes = site.codes(LINKS);
    let mut books = Books::default();
    for _ in 0..5 {
        let load = Load::start(site.server().address, &codes, VISITORS);
        a_while(100..300);
        site.take_server().stop();
        books.enter(load.finish());
        // It has taken everything in before it ended.
        books.audit.look(&site.installation);
        assert!(books.acknowledged.is_subset(&books.audit.stored));
        site.start();
    }
    books.close(&mut site);
}

#[test]
fn while_the_database_is_taken() {
    let mut site = Site::new();
    let codes = site.codes(LINKS);
    let mut books = Books::default();
    codes.iter().for_each(|code| books.enter(visits(&site, code, 1)));
    for is_killed in [false, true] {
        let taken = rusqlite::Connection::open(site.installation.data().join("trackway.db")).expect("a database");
        taken.execute_batch("BEGIN IMMEDIATE").expect("a lock");
        let load = Load::start(site.server().address, &codes, VISITORS);
        sleep(Duration::from_millis(700));
        let asked = Instant::now();
        site.open(&format!("/{}", codes[0])).expect(302);
        assert!(asked.elapsed() < Duration::from_secs(1), "visitors do not wait for the database: {:?}", asked.elapsed());
        books.asked += 1;
        if is_killed {
            site.take_server().kill();
        }
        books.enter(load.finish());
        taken.execute_batch("ROLLBACK").expect("the end of a lock");
        drop(taken);
        if is_killed {
            site.start();
        }
        books.balance(&site);
    }
    books.close(&mut site);
}

#[test]
fn a_server_that_takes_nothing_in_loses_nothing() {
    let mut site = Site::new();
    let code = &site.codes(1)[0];
    let mut books = Books::default();
    for ends_in_order in [true, false, false] {
        site.take_server().stop();
        site.start_with(&[("TRACKWAY_INGESTION", "off")]);
        books.enter(visits(&site, code, 50));
        match ends_in_order {
            true => drop(site.take_server().stop()),
            false => drop(site.take_server().kill()),
        }
        site.start();
        books.balance(&site);
        assert_eq!(books.audit.stored.len(), books.asked, "every visit was answered and is there");
    }
    let is_gone = becomes_true(Duration::from_secs(5), || site.installation.segments().len() == 1);
    assert!(is_gone, "what was taken in is removed: {:?}", site.installation.segments());
    books.close(&mut site);
}

#[test]
fn books_that_are_wrong_do_not_balance() {
    let mut site = Site::new();
    let code = &site.codes(1)[0];
    let opened = visits(&site, code, 5);
    site.take_server().stop();
    let balances = |installation: &Installation| {
        let audit = catch_unwind(AssertUnwindSafe(|| Audit::of(installation))).ok();
        audit.is_some_and(|audit| opened.acknowledged.iter().all(|id| audit.stored.contains(id)))
    };
    assert!(balances(&site.installation));
    let ways = [
        "DELETE FROM click_blocks; DELETE FROM click_block_data; DELETE FROM link_totals; DELETE FROM link_quarters",
        "INSERT INTO click_blocks SELECT first + 9, clicks, earliest, latest, lowest, highest FROM click_blocks;
            INSERT INTO click_block_data SELECT first + 9, data FROM click_block_data;
            UPDATE link_totals SET visits = 2 * visits, clicks = 2 * clicks; UPDATE link_quarters SET clicks = 2 * clicks",
        "UPDATE link_totals SET visits = visits + 1",
        "UPDATE link_quarters SET traffic = 1",
    ];
    for way in ways {
        let wrong = site.installation.copy();
        rusqlite::Connection::open(wrong.data().join("trackway.db")).expect("a database").execute_batch(way).expect("statements");
        assert!(!balances(&wrong), "{way}");
    }
}
