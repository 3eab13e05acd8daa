//! A disk that is slow, full or broken: what is answered as recorded is there, once; what is not is answered and counted.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use support::*;
use trackway_journal::faults::{Faults, FaultyDisk};
use trackway_journal::{Durability, Journal, Options, Unrecorded};

fn open_on(disk: &FaultyDisk, directory: &Directory, durability: Durability) -> Journal {
    Journal::open(Options { disk: Arc::new(disk.clone()), durability, ..options(directory) }).unwrap()
}

/// A sync that only happens at the end, so that tests decide what is written when.
fn never_flushed() -> Durability {
    Durability::Os { flush_interval: Duration::from_secs(3_600) }
}

fn append_all(journal: &Journal, payloads: &[Vec<u8>]) -> Vec<Result<(), Unrecorded>> {
    drive(payloads.iter().map(|payload| append(journal, payload)).collect())
}

#[test]
fn a_slow_sync_is_shared_by_all_who_wait() {
    let (disk, directory) = (FaultyDisk::default(), Directory::new());
    disk.set(|faults| faults.sync_takes = Duration::from_millis(4));
    let journal = open_on(&disk, &directory, Durability::Fsync);
    let payloads = numbered(0..5_120);
    std::thread::scope(|scope| {
        for connections in payloads.chunks(1_280) {
            let journal = &journal;
            // 128 connections on each of four threads, ten requests each.
            scope.spawn(move || connections.chunks(128).all(|round| append_all(journal, round).iter().all(Result::is_ok)));
        }
    });
    // Four threads, each waiting in ten rounds for one of two syncs, plus those at rotation; far from one per record.
    assert!(disk.syncs() < 500, "{} syncs", disk.syncs());
    let found = drain(&mut journal.tail(|_| 0), 1 << 20).payloads;
    assert_eq!(found.len(), payloads.len());
    assert_eq!(found.into_iter().collect::<HashSet<_>>(), payloads.into_iter().collect());
}

#[test]
fn with_fsync_the_tail_sees_only_what_is_synced() {
    let (disk, directory) = (FaultyDisk::default(), Directory::new());
    let journal = open_on(&disk, &directory, Durability::Fsync);
    record(&journal, &numbered(0..10));
    assert_eq!(drain(&mut journal.tail(|_| 0), 1_000).payloads, numbered(0..10));
    disk.set(|faults| (faults.failing_syncs, faults.refuses_files) = (u64::MAX, true));
    assert!(append_all(&journal, &numbered(10..20)).iter().all(Result::is_err));
    assert_eq!(drain(&mut journal.tail(|_| 0), 1_000).payloads, numbered(0..10));
    assert!(!journal.is_recording());
    assert_eq!((journal.recorded(), journal.unrecorded()), (10, 10));
}

#[test]
fn what_is_written_during_a_sync_waits_for_the_next() {
    let (disk, directory) = (FaultyDisk::default(), Directory::new());
    let journal = open_on(&disk, &directory, Durability::Fsync);
    let before = disk.syncs();
    disk.set(|faults| faults.holds_syncs = true);
    let mut first = append(&journal, b"first");
    while disk.syncs() == before {
        assert!(poll_once(&mut first).is_pending());
    }
    let mut second = append(&journal, b"second");
    while disk.syncs() == before + 1 {
        assert!(poll_once(&mut second).is_pending(), "it has a sync of its own, beside the first");
    }
    disk.set(|faults| {
        (faults.good_syncs, faults.failing_syncs, faults.refuses_files, faults.released_syncs) = (1, u64::MAX, true, before + 1);
    });
    assert_eq!(block_on(first), Ok(()));
    disk.set(|faults| faults.holds_syncs = false);
    assert!(block_on(second).is_err());
    assert_eq!(drain(&mut journal.tail(|_| 0), 1_000).payloads, [b"first"]);
}

/// Fails one sync after each number of good ones, at rotation and in the sync thread.
#[test]
fn records_of_a_failed_sync_are_written_again_and_appear_once() {
    for good_syncs in 0..40 {
        let (disk, directory) = (FaultyDisk::default(), Directory::new());
        let journal = open_on(&disk, &directory, Durability::Fsync);
        disk.set(|faults| (faults.good_syncs, faults.failing_syncs) = (good_syncs, 1));
        let payloads = numbered(0..600);
        for round in payloads.chunks(20) {
            assert!(append_all(&journal, round).iter().all(Result::is_ok));
        }
        let live = drain(&mut journal.tail(|_| 0), 1_000);
        let crashed = read(&directory.copy());
        drop(journal);
        for found in [live, crashed, restart(&directory)] {
            assert_eq!(found.payloads, payloads, "after {good_syncs} good syncs");
            assert_eq!(found.damage, []);
        }
    }
}

#[test]
fn when_the_new_segment_cannot_be_synced_either_the_records_are_unrecorded() {
    let (disk, directory) = (FaultyDisk::default(), Directory::new());
    let journal = open_on(&disk, &directory, Durability::Fsync);
    record(&journal, &numbered(0..10));
    disk.set(|faults| faults.failing_syncs = 2);
    assert_eq!(block_on(append(&journal, b"lost")), Err(Unrecorded::Io(std::io::ErrorKind::Other)));
    record(&journal, &numbered(10..20));
    assert!(journal.is_recording());
    drop(journal);
    let found = restart(&directory);
    assert_eq!((found.payloads, found.damage), (numbered(0..20), vec![]));
}

#[test]
fn without_fsync_a_failed_sync_begins_a_new_segment_and_repeats_nothing() {
    let (disk, directory) = (FaultyDisk::default(), Directory::new());
    let journal = open_on(&disk, &directory, Durability::Os { flush_interval: Duration::ZERO });
    disk.set(|faults| (faults.good_syncs, faults.failing_syncs) = (3, 1));
    let payloads = numbered(0..2_000);
    record(&journal, &payloads);
    drop(journal);
    let found = restart(&directory);
    assert_eq!((found.payloads, found.damage), (payloads, vec![]));
}

fn fill_then_free(durability: Durability, room: u64, full: impl Fn(&mut Faults)) {
    let (disk, directory) = (FaultyDisk::default(), Directory::new());
    let journal = open_on(&disk, &directory, durability);
    disk.set(|faults| {
        faults.room = Some(room);
        full(faults);
    });
    let payloads = numbered(0..900);
    let mut recorded = Vec::new();
    for (number, round) in payloads.chunks(9).enumerate() {
        if number == 60 {
            disk.set(|faults| *faults = Faults::default());
        }
        let outcomes = append_all(&journal, round);
        assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(()) | Err(Unrecorded::Full))));
        recorded.extend(round.iter().zip(outcomes).filter(|(_, outcome)| outcome.is_ok()).map(|(payload, _)| payload.clone()));
    }
    assert!(recorded.ends_with(&payloads[540..]), "it works again when there is room");
    assert_eq!(journal.recorded() as usize, recorded.len());
    assert_eq!(journal.unrecorded() as usize, payloads.len() - recorded.len());
    assert!(journal.unrecorded() > 0 && journal.is_recording());
    let live = drain(&mut journal.tail(|_| 0), 1_000);
    drop(journal);
    for found in [live, read(&directory), restart(&directory)] {
        assert_eq!(found.payloads, recorded, "room for {room}");
        assert_eq!(found.damage, []);
    }
}

#[test]
fn a_full_disk_refuses_records_until_there_is_room() {
    for durability in [Durability::default(), Durability::Fsync] {
        for room in [0, 100, 1_000, 3_000, 3_500, 4_000, 4_090, 5_000, 9_000] {
            fill_then_free(durability, room, |_| {});
            fill_then_free(durability, room, |faults| faults.refuses_files = true);
            fill_then_free(durability, room, |faults| faults.refuses_truncation = true);
        }
    }
}

#[test]
fn what_a_failed_write_left_never_surfaces_behind_a_shorter_batch() {
    for (durability, refuses_truncation) in [(Durability::default(), false), (Durability::Fsync, false), (Durability::default(), true)] {
        let (disk, directory) = (FaultyDisk::default(), Directory::new());
        let journal = open_on(&disk, &directory, durability);
        let commits = while_another_writes(&disk, &journal, || {
            disk.set(|faults| (faults.room, faults.refuses_truncation) = (Some(190), refuses_truncation));
            numbered(0..10).iter().map(|payload| append(&journal, payload)).collect()
        });
        assert!(drive(commits).iter().all(Result::is_err), "nine and a half of ten fit");
        disk.set(|faults| faults.room = None);
        assert_eq!(block_on(append(&journal, b"short")), Ok(()));
        let crashed = directory.copy();
        drop(journal);
        for found in [read(&crashed), restart(&crashed), restart(&directory)] {
            assert_eq!((found.payloads, found.damage), (vec![b"busy".to_vec(), b"short".to_vec()], vec![]));
        }
    }
}

#[test]
fn a_segment_can_be_made_without_preallocation() {
    let (disk, directory) = (FaultyDisk::default(), Directory::new());
    disk.set(|faults| faults.room = Some(1_000));
    let journal = open_on(&disk, &directory, Durability::default());
    record(&journal, &numbered(0..10));
    assert!(directory.segment_files()[0].metadata().unwrap().len() < 1_000);
}

#[test]
fn a_journal_starts_on_a_full_disk() {
    let (disk, directory) = (FaultyDisk::default(), Directory::new());
    write(&directory, &numbered(0..10));
    disk.set(|faults| faults.room = Some(0));
    let journal = open_on(&disk, &directory, Durability::default());
    assert_eq!(block_on(append(&journal, b"no room")), Err(Unrecorded::Full));
    disk.set(|faults| faults.room = None);
    record(&journal, &numbered(10..20));
    assert_eq!(drain(&mut journal.tail(|_| 0), 1_000).payloads, numbered(0..20));
}

#[test]
fn a_backlog_that_nobody_reads_is_bounded() {
    let directory = Directory::new();
    let small = Options { segment_bytes: 1_000, backlog_bytes: 3_000, ..options(&directory) };
    let journal = Journal::open(small).unwrap();
    let outcomes = (0..200).map(|_| block_on(append(&journal, &[7; 100]))).collect::<Vec<_>>();
    let recorded = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    assert!((24..=40).contains(&recorded), "{recorded} of 100 bytes each");
    assert_eq!(outcomes[recorded..].iter().find(|outcome| **outcome != Err(Unrecorded::Full)), None, "from then on none fits");
    assert_eq!((journal.recorded(), journal.unrecorded()), (recorded as u64, 200 - recorded as u64));

    let mut tail = journal.tail(|_| 0);
    assert_eq!(drain(&mut tail, 1_000).payloads.len(), recorded);
    assert_eq!(block_on(append(&journal, &[7; 100])), Ok(()), "what was read makes room");
}

#[test]
fn a_full_queue_refuses_at_once() {
    let (disk, directory) = (FaultyDisk::default(), Directory::new());
    let queue = Options { queue_bytes: 100, durability: never_flushed(), ..options(&directory) };
    let journal = Journal::open(Options { disk: Arc::new(disk.clone()), ..queue }).unwrap();
    let commits = while_another_writes(&disk, &journal, || (0..10).map(|_| append(&journal, b"12345678")).collect());
    let outcomes = drive(commits);
    assert_eq!(outcomes[..5], [Ok(()); 5]);
    assert_eq!(outcomes[5..], [Err(Unrecorded::Busy); 5]);
    assert_eq!(block_on(append(&journal, b"12345678")), Ok(()), "there is room again");
    assert_eq!(journal.unrecorded(), 5);
}

#[test]
fn records_that_wait_for_a_sync_count_against_the_queue() {
    let (disk, directory) = (FaultyDisk::default(), Directory::new());
    let queue = Options { queue_bytes: 1_000, durability: Durability::Fsync, ..options(&directory) };
    let journal = Journal::open(Options { disk: Arc::new(disk.clone()), ..queue }).unwrap();
    let outcomes = append_all(&journal, &numbered(0..1_000));
    assert!(outcomes.contains(&Err(Unrecorded::Busy)) && outcomes.contains(&Ok(())));
    record(&journal, &numbered(0..1_000));
}
