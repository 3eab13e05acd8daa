//! Leaders, followers and the dropped: every record is written once, whoever does it, and nobody hangs.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use support::*;
use trackway_journal::faults::FaultyDisk;
use trackway_journal::{Durability, Journal, Options};

fn quick() -> Durability {
    Durability::Os { flush_interval: Duration::from_millis(1) }
}

/// Nothing is written but by commits.
fn unhurried() -> Durability {
    Durability::Os { flush_interval: Duration::from_secs(3_600) }
}

fn open_with(directory: &Directory, durability: Durability) -> Journal {
    Journal::open(Options { durability, segment_bytes: 64 * 1024, ..options(directory) }).unwrap()
}

fn open_on(disk: &FaultyDisk, directory: &Directory, durability: Durability) -> Journal {
    let disk = Arc::new(disk.clone());
    Journal::open(Options { durability, segment_bytes: 64 * 1024, disk, ..options(directory) }).unwrap()
}

/// Reads until `count` records were seen, waiting for the sync thread if need be.
fn read_back(journal: &Journal, count: usize) -> Vec<Vec<u8>> {
    let mut tail = journal.tail(|_| 0);
    let mut found = Vec::new();
    while found.len() < count && tail.wait(Duration::from_secs(60)) {
        found.extend(drain(&mut tail, 1 << 20).payloads);
    }
    found
}

#[test]
fn many_threads_with_many_tasks_lose_and_repeat_nothing() {
    for durability in [unhurried(), quick(), Durability::Fsync] {
        let directory = Directory::new();
        let journal = open_with(&directory, durability);
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let journal = &journal;
                scope.spawn(move || {
                    for round in 0..40 {
                        let start = thread * 4_000 + round * 100;
                        let commits = numbered(start..start + 100).iter().map(|payload| append(journal, payload)).collect();
                        assert!(drive(commits).iter().all(Result::is_ok));
                    }
                });
            }
        });
        let found = read_back(&journal, 16_000);
        assert_eq!(found.len(), 16_000);
        assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), numbered(0..16_000).into_iter().collect());
    }
}

#[test]
fn a_thread_sees_its_own_records_in_order() {
    let directory = Directory::new();
    let journal = open_with(&directory, quick());
    assert!(drive(numbered(0..5_000).iter().map(|payload| append(&journal, payload)).collect()).iter().all(Result::is_ok));
    assert_eq!(read_back(&journal, 5_000), numbered(0..5_000));
}

#[test]
fn a_record_is_written_at_once_where_nobody_else_writes() {
    let directory = Directory::new();
    let journal = open_with(&directory, unhurried());
    assert_eq!(poll_once(&mut append(&journal, b"first")), Poll::Ready(Ok(())));
    assert_eq!(read_back(&journal, 1), [b"first".to_vec()]);
}

#[test]
fn the_leader_lets_others_join_before_it_writes() {
    let (disk, directory) = (FaultyDisk::default(), Directory::new());
    let journal = open_on(&disk, &directory, unhurried());
    let (mut leader, mut follower) = while_another_writes(&disk, &journal, || {
        let mut leader = append(&journal, b"first");
        assert_eq!(poll_once(&mut leader), Poll::Pending);
        let mut follower = append(&journal, b"second");
        assert_eq!(poll_once(&mut follower), Poll::Pending);
        (leader, follower)
    });
    assert_eq!(poll_once(&mut follower), Poll::Pending, "a follower waits, however often it is polled");
    assert_eq!(poll_once(&mut leader), Poll::Ready(Ok(())));
    assert_eq!(poll_once(&mut follower), Poll::Ready(Ok(())));
    assert_eq!(read_back(&journal, 3), [b"busy".to_vec(), b"first".to_vec(), b"second".to_vec()]);
}

#[test]
fn whoever_writes_at_once_takes_those_along_who_wait() {
    let (disk, directory) = (FaultyDisk::default(), Directory::new());
    let journal = open_on(&disk, &directory, unhurried());
    let mut waiting = while_another_writes(&disk, &journal, || append(&journal, b"first"));
    assert_eq!(poll_once(&mut append(&journal, b"second")), Poll::Ready(Ok(())));
    assert_eq!(poll_once(&mut waiting), Poll::Ready(Ok(())));
    assert_eq!(read_back(&journal, 3), [b"busy".to_vec(), b"first".to_vec(), b"second".to_vec()]);
}

#[test]
fn a_leader_that_is_dropped_writes_for_its_followers() {
    let (disk, directory) = (FaultyDisk::default(), Directory::new());
    let journal = open_on(&disk, &directory, unhurried());
    let (leader, mut follower) = while_another_writes(&disk, &journal, || {
        let mut leader = append(&journal, b"first");
        assert_eq!(poll_once(&mut leader), Poll::Pending);
        let mut follower = append(&journal, b"second");
        assert_eq!(poll_once(&mut follower), Poll::Pending);
        (leader, follower)
    });
    drop(leader);
    assert_eq!(poll_once(&mut follower), Poll::Ready(Ok(())));
    assert_eq!(read_back(&journal, 3), [b"busy".to_vec(), b"first".to_vec(), b"second".to_vec()]);
}

#[test]
fn a_record_whose_commit_nobody_polled_is_written_by_the_sync_thread() {
    for durability in [quick(), Durability::Fsync] {
        let directory = Directory::new();
        let journal = open_with(&directory, durability);
        for payload in numbered(0..100) {
            drop(append(&journal, &payload));
        }
        assert_eq!(read_back(&journal, 100), numbered(0..100));
    }
}

#[test]
fn a_leader_that_is_never_polled_again_holds_up_nobody() {
    let (disk, directory) = (FaultyDisk::default(), Directory::new());
    let journal = open_on(&disk, &directory, quick());
    let (leader, follower) = while_another_writes(&disk, &journal, || {
        let mut leader = append(&journal, b"first");
        assert_eq!(poll_once(&mut leader), Poll::Pending);
        (leader, append(&journal, b"second"))
    });
    assert_eq!(block_on(follower), Ok(()));
    drop(leader);
    assert_eq!(read_back(&journal, 3), [b"busy".to_vec(), b"first".to_vec(), b"second".to_vec()]);
}

#[test]
fn dropping_the_journal_answers_every_commit() {
    for durability in [unhurried(), Durability::Fsync] {
        let directory = Directory::new();
        let journal = open_with(&directory, durability);
        let commits: Vec<_> = numbered(0..10).iter().map(|payload| append(&journal, payload)).collect();
        drop(journal);
        assert_eq!(drive(commits), [Ok(()); 10]);
        assert_eq!(read(&directory).payloads, numbered(0..10));
    }
}

#[test]
fn an_encoder_that_panics_spoils_nothing() {
    let directory = Directory::new();
    let journal = Arc::new(open_with(&directory, unhurried()));
    record(&journal, &numbered(0..1));
    let theirs = Arc::clone(&journal);
    let panicked = std::thread::spawn(move || {
        drop(theirs.append(|buffer| {
            buffer.extend_from_slice(b"half a rec");
            panic!("on purpose");
        }));
    });
    assert!(panicked.join().is_err());
    record(&journal, &numbered(1..2));
    assert_eq!(read_back(&journal, 2), numbered(0..2));
}

#[test]
fn a_crash_at_any_moment_keeps_what_was_answered() {
    let directory = Directory::new();
    let journal = open_with(&directory, Durability::Fsync);
    std::thread::scope(|scope| {
        let copies = scope.spawn(|| (0..20).map(|_| directory.copy()).collect::<Vec<_>>());
        let mut answered = 0;
        while !copies.is_finished() || answered < 200 {
            record(&journal, &numbered(answered..answered + 1));
            answered += 1;
        }
        let mut before = 0;
        for copy in copies.join().unwrap() {
            let found = restart(&copy);
            assert_eq!(found.payloads, numbered(0..found.payloads.len() as u32), "a prefix, with nothing twice");
            assert!(found.payloads.len() >= before);
            before = found.payloads.len();
        }
    });
}
