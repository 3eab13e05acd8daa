//! What was recorded comes back, in order, whole and once: across rotation, restarts, checkpoints and releases.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::collections::HashMap;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use proptest::prelude::*;
use support::*;
use trackway_journal::{Durability, Error, Journal, MAX_PAYLOAD_BYTES, Options, Reader, Unrecorded};

fn payloads() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let size = prop_oneof![8 => 0..300usize, 1 => 3_000..6_000usize];
    prop::collection::vec(size.prop_flat_map(|size| prop::collection::vec(any::<u8>(), size)), 0..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_payloads_come_back_across_rotation_and_restart(runs in prop::collection::vec(payloads(), 1..4), fsync: bool, max_bytes in 1..10_000usize) {
        let directory = Directory::new();
        let durability = if fsync { Durability::Fsync } else { Durability::default() };
        for run in &runs {
            let journal = Journal::open(Options { durability, ..options(&directory) }).unwrap();
            let commits = run.iter().map(|payload| append(&journal, payload)).collect();
            prop_assert!(drive(commits).into_iter().all(|outcome| outcome.is_ok()));
        }
        let found = drain(&mut Reader::open(directory.path()).unwrap().tail(|_| 0), max_bytes);
        prop_assert_eq!(found.payloads, runs.concat());
        prop_assert_eq!(found.damage, vec![]);
    }

    #[test]
    fn a_consumer_that_restarts_at_its_checkpoints_sees_every_record_once(run in payloads(), stop_after in 1..20usize) {
        let directory = Directory::new();
        let mut checkpoints = HashMap::new();
        let mut seen = Vec::new();
        write(&directory, &run);
        loop {
            let mut tail = Reader::open(directory.path()).unwrap().tail(|id| checkpoints.get(&id).copied().unwrap_or(0));
            // Finished segments are not released here, so their last chunk comes again and says nothing new.
            let news = std::iter::from_fn(|| tail.read(100).unwrap()).filter(|chunk| chunk.from < chunk.to);
            let chunks: Vec<_> = news.take(stop_after).collect();
            if chunks.is_empty() {
                break;
            }
            for chunk in &chunks {
                let committed = checkpoints.insert(chunk.segment, chunk.to);
                prop_assert_eq!(committed.unwrap_or(0), chunk.from);
                seen.extend(chunk.records().map(|record| record.payload.to_vec()));
            }
        }
        prop_assert_eq!(seen, run);
    }
}

#[test]
fn the_tail_follows_the_live_segment() {
    let directory = Directory::new();
    let journal = open(&directory);
    let mut tail = journal.tail(|_| 0);
    assert_eq!(drain(&mut tail, 1_000), Everything::default());
    let mut end = 0;
    for round in 0..300 {
        record(&journal, &numbered(round..round + 1));
        assert!(tail.wait(Duration::from_secs(60)));
        let found = drain(&mut tail, 1_000);
        assert_eq!(found.payloads, numbered(round..round + 1));
        for (_, from, to) in found.steps {
            assert!(from == end || from == 0, "no gap between checkpoints");
            end = to;
        }
        assert_eq!(journal.backlog_bytes(), 0);
    }
    assert!(!tail.wait(Duration::ZERO));
    assert!(journal.segments().len() > 1);
}

#[test]
fn a_waiting_consumer_is_woken() {
    let directory = Directory::new();
    let journal = open(&directory);
    let mut tail = journal.tail(|_| 0);
    std::thread::scope(|scope| {
        let consumer = scope.spawn(move || {
            let mut found = Vec::new();
            while found.len() < 100 && tail.wait(Duration::from_secs(60)) {
                found.extend(drain(&mut tail, 1_000).payloads);
            }
            found
        });
        record(&journal, &numbered(0..100));
        assert_eq!(consumer.join().unwrap(), numbered(0..100));
    });
}

#[test]
fn closing_lets_the_consumer_drain() {
    let directory = Directory::new();
    let journal = open(&directory);
    let mut tail = journal.tail(|_| 0);
    drop(append(&journal, b"never polled"));
    journal.close();
    assert_eq!(block_on(append(&journal, b"late")), Err(Unrecorded::Closed));
    assert!(tail.wait(Duration::from_secs(60)));
    assert_eq!(drain(&mut tail, 1_000).payloads, [b"never polled"]);
    assert!(!tail.wait(Duration::from_secs(60)), "a closed journal keeps nobody waiting");
}

#[test]
fn finished_segments_are_released_in_order() {
    let directory = Directory::new();
    write(&directory, &numbered(0..500));
    let journal = open(&directory);
    let found = drain(&mut journal.tail(|_| 0), 1 << 20);
    let [first, second, rest @ ..] = found.finished.as_slice() else { panic!("{found:?}") };
    let files = directory.segment_files().len();

    assert_eq!(journal.release(*second).unwrap(), [], "the second waits for the first");
    assert_eq!(directory.segment_files().len(), files);
    assert_eq!(journal.release(*first).unwrap(), [*first, *second]);
    assert!(rest.iter().all(|segment| journal.release(*segment).unwrap() == [*segment]));
    assert!(matches!(journal.release(*first), Err(Error::Unknown(_))));

    let live = journal.segments();
    assert_eq!((live.len(), directory.segment_files().len()), (1, 1));
    assert!(matches!(journal.release(live[0].id), Err(Error::Live(_))));
}

#[test]
fn the_backlog_starts_at_the_checkpoints() {
    let directory = Directory::new();
    write(&directory, &numbered(0..10));
    let journal = open(&directory);
    let all = journal.backlog_bytes();
    assert_eq!(all, 10 * (12 + 8));
    let _tail = journal.tail(|_| 100);
    assert_eq!(journal.backlog_bytes(), all - 20);
}

#[test]
fn a_second_process_is_kept_out() {
    let directory = Directory::new();
    let journal = open(&directory);
    let refused = Journal::open(options(&directory)).err().unwrap();
    assert!(matches!(refused, Error::Locked { .. }));
    assert!(refused.to_string().contains(directory.path().to_str().unwrap()));
    drop(journal);
    open(&directory);
}

#[test]
fn nobody_else_can_read_it() {
    let parent = Directory::new();
    let directory = parent.path().join("journal");
    let _journal = Journal::open(Options::new(&directory, random)).unwrap();
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&directory), 0o700);
    for file in std::fs::read_dir(&directory).unwrap() {
        assert_eq!(mode(&file.unwrap().path()), 0o600);
    }
}

#[test]
fn a_number_and_an_id_are_never_used_twice() {
    let directory = Directory::new();
    for _ in 0..3 {
        write(&directory, &numbered(0..1));
    }
    let segments = Reader::open(directory.path()).unwrap().segments();
    assert_eq!(segments.iter().map(|segment| segment.number).collect::<Vec<_>>(), [1, 2, 3]);
    assert!(segments.windows(2).all(|pair| pair[0].id != pair[1].id));
}

#[test]
fn a_copied_directory_shares_old_segments_and_no_new_ones() {
    let original = Directory::new();
    write(&original, &numbered(0..10));
    let copy = original.copy();
    write(&original, &numbered(10..20));
    write(&copy, &numbered(20..30));
    let ids = |directory: &Directory| Reader::open(directory.path()).unwrap().segments().iter().map(|s| s.id).collect::<Vec<_>>();
    let (original, copy) = (ids(&original), ids(&copy));
    assert_eq!(original[0], copy[0]);
    assert_ne!(original[1], copy[1]);
}

#[test]
fn a_payload_can_be_empty_and_as_long_as_the_limit_but_not_longer() {
    let directory = Directory::new();
    let journal = open(&directory);
    let longest = vec![7; MAX_PAYLOAD_BYTES];
    record(&journal, &[vec![], longest.clone(), b"after".to_vec()]);
    assert_eq!(block_on(append(&journal, &vec![7; MAX_PAYLOAD_BYTES + 1])), Err(Unrecorded::TooLong));
    assert_eq!((journal.recorded(), journal.unrecorded()), (3, 1));
    assert_eq!(drain(&mut journal.tail(|_| 0), 1).payloads, [vec![], longest, b"after".to_vec()]);
}

#[test]
fn a_segment_larger_than_any_window_comes_back_whole() {
    let directory = Directory::new();
    let payloads: Vec<_> = (0..400).map(|number: u32| number.to_le_bytes().repeat(number as usize * 2)).collect();
    record(&Journal::open(Options::new(directory.path(), random)).unwrap(), &payloads);
    for max_bytes in [0, 1, 5_000, 65_547, 65_548, 65_549, 100_000, usize::MAX] {
        let found = drain(&mut Reader::open(directory.path()).unwrap().tail(|_| 0), max_bytes);
        assert!(found.payloads == payloads, "windows of {max_bytes}");
        assert_eq!(found.damage, []);
    }
}

#[test]
fn a_record_names_its_position() {
    let directory = Directory::new();
    write(&directory, &numbered(0..3));
    let chunk = Reader::open(directory.path()).unwrap().tail(|_| 0).read(1 << 20).unwrap().unwrap();
    let positions: Vec<_> = chunk.records().map(|record| record.position.to_string()).collect();
    assert_eq!(positions, ["segment 1, offset 80", "segment 1, offset 100", "segment 1, offset 120"]);
}
