//! A server that is stopped, replaced by another one on a copy of its journal, and then wakes: nothing is counted twice.

mod support;

use std::fs;
use std::os::unix::fs::symlink;
use std::thread::sleep;
use std::time::Duration;
use support::{Books, Installation, Load, Metrics, Site, becomes_true, copy_folder, visits};

/// Long enough for some thousand clicks to lie in the journal.
const LOADED: Duration = Duration::from_millis(700);

#[test]
fn a_process_that_wakes_after_its_successor_counts_nothing_twice() {
    let mut site = Site::new();
    let codes = site.codes(8);
    let mut books = Books::default();
    // Somebody else has the database, so that what is recorded now waits in the journal.
    let taken = rusqlite::Connection::open(site.installation.data().join("trackway.db")).expect("a database");
    taken.execute_batch("BEGIN IMMEDIATE").expect("a lock");
    let load = Load::start(site.server().address, &codes, 4);
    sleep(LOADED);
    site.server().signal("STOP");
    let copied = successor_of(&site);
    taken.execute_batch("ROLLBACK").expect("the end of a lock");
    drop(taken);

    let successor = Site::start_beside(&copied);
    let later = Load::start(successor.address, &codes, 4);
    sleep(LOADED);
    let takes_in = || Metrics::of(&successor).count("trackway_clicks_ingested_total") > 0;
    assert!(becomes_true(Duration::from_secs(30), takes_in), "it takes in what it has found");

    site.server().signal("CONT");
    sleep(LOADED);
    books.enter(load.finish());
    books.enter(later.finish());
    books.enter(visits(&site, &codes[0], 20));
    successor.stop();
    books.balance(&site);
    let log = site.take_server().stop();
    assert!(log.contains("has been taken in before"), "it finds that somebody else was there: {log}");
    // Both have ended in order: nothing comes behind.
    books.audit.look(&site.installation);
    assert_eq!(books.audit.stored, books.acknowledged);
    assert_eq!(site.installation.run(&["verify"]).code, 0);
}

/// The same installation with a journal of its own, a copy, and the same database.
fn successor_of(site: &Site) -> Installation {
    let copied = Installation::new();
    let (from, to) = (site.installation.data(), copied.data());
    fs::create_dir(&to).expect("a folder");
    for folder in ["journal", "secrets"] {
        copy_folder(&from.join(folder), &to.join(folder));
    }
    symlink(from.join("trackway.db"), to.join("trackway.db")).expect("a link");
    copied
}
