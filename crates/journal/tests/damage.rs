//! A damaged file loses what is damaged and nothing else, and every loss is named.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs::OpenOptions;
use std::os::unix::fs::FileExt;
use std::path::Path;

use proptest::prelude::*;
use support::*;
use trackway_journal::{DamageReason, Journal, Options};

const HEADER: u64 = 80;
const RECORD_HEADER: u64 = 12;

fn cut(file: &Path, length: u64) {
    OpenOptions::new().write(true).open(file).unwrap().set_len(length).unwrap();
}

fn length(file: &Path) -> u64 {
    file.metadata().unwrap().len()
}

fn overwrite(file: &Path, offset: u64, bytes: &[u8]) {
    OpenOptions::new().write(true).open(file).unwrap().write_all_at(bytes, offset).unwrap();
}

fn flip(file: &Path, bit: u64) {
    let mut bytes = std::fs::read(file).unwrap();
    bytes[bit as usize / 8] ^= 1 << (bit % 8);
    std::fs::write(file, bytes).unwrap();
}

/// Where each record starts, and the end of the last.
fn starts(payloads: &[Vec<u8>]) -> Vec<u64> {
    let lengths = payloads.iter().map(|payload| RECORD_HEADER + payload.len() as u64);
    std::iter::once(HEADER)
        .chain(lengths.scan(HEADER, |at, length| {
            *at += length;
            Some(*at)
        }))
        .collect()
}

/// One closed segment.
fn written(payloads: &[Vec<u8>]) -> Directory {
    let directory = Directory::new();
    let journal = Journal::open(Options::new(directory.path(), random)).unwrap();
    record(&journal, payloads);
    drop(journal);
    directory
}

#[test]
fn a_cut_anywhere_loses_only_the_records_it_cut_and_names_them() {
    let payloads = numbered(0..40);
    let starts = starts(&payloads);
    let original = written(&payloads);
    let end = length(&original.segment_files()[0]);
    assert_eq!(end, *starts.last().unwrap());
    for cut_at in end - 200..=end {
        let directory = original.copy();
        cut(&directory.segment_files()[0], cut_at);
        let whole = starts.iter().filter(|&&start| start <= cut_at).count() - 1;
        // Before and after a restart, whose new segment declares the end, and after one more.
        for found in [read(&directory), restart(&directory), restart(&directory)] {
            assert_eq!(found.payloads, payloads[..whole], "cut at {cut_at}");
            let torn: Vec<_> = found.damage.iter().map(|damage| (damage.offset, damage.length, damage.reason)).collect();
            let content = cut_at - starts[whole];
            match content {
                0 => assert_eq!(torn, []),
                _ => assert_eq!(torn.len(), 1, "cut at {cut_at}: {torn:?}"),
            }
            assert!(
                torn.iter()
                    .all(|&(offset, length, reason)| { offset == starts[whole] && length <= content && reason == DamageReason::TornTail })
            );
        }
    }
}

#[test]
fn a_cut_segment_that_has_a_successor_misses_its_records() {
    let payloads = numbered(0..40);
    let starts = starts(&payloads);
    let directory = written(&payloads);
    restart(&directory);
    let file = &directory.segment_files()[0];
    for whole in (0..40).rev() {
        for cut_at in [starts[whole] + 5, starts[whole]] {
            cut(file, cut_at);
            let found = read(&directory);
            assert_eq!(found.payloads, payloads[..whole]);
            let [missing] = found.damage[..] else { panic!("{found:?}") };
            assert_eq!((missing.segment, missing.offset, missing.length), (1, starts[whole], starts[40] - starts[whole]));
            assert_eq!(missing.reason, DamageReason::Missing);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_flipped_bit_loses_one_record_and_names_its_offset(
        payloads in prop::collection::vec(prop::collection::vec(prop_oneof![any::<u8>(), Just(0)], 0..80), 1..30),
        place: prop::sample::Index,
        succeeded: bool,
    ) {
        let directory = written(&payloads);
        if succeeded {
            restart(&directory);
        }
        let starts = starts(&payloads);
        let bit = HEADER * 8 + place.index((starts[payloads.len()] - HEADER) as usize * 8) as u64;
        let hit = starts.iter().rposition(|&start| start * 8 <= bit).unwrap();
        flip(&directory.segment_files()[0], bit);

        let mut expected = payloads;
        expected.remove(hit);
        for found in [read(&directory), restart(&directory)] {
            prop_assert_eq!(&found.payloads, &expected);
            let [damage] = found.damage[..] else { return Err(TestCaseError::fail(format!("{found:?}"))) };
            prop_assert_eq!((damage.segment, damage.offset), (1, starts[hit]));
            if hit + 1 < starts.len() - 1 {
                prop_assert_eq!((damage.length, damage.reason), (starts[hit + 1] - starts[hit], DamageReason::Corrupt));
            }
        }
    }

    #[test]
    fn any_overwritten_range_leaves_the_records_around_it(
        count in 1..200u32, from in 0.0..1.0, garbage in prop::collection::vec(any::<u8>(), 1..2_000), max_bytes in 1..5_000usize,
    ) {
        let payloads = numbered(0..count);
        let starts = starts(&payloads);
        let directory = written(&payloads);
        let end = starts[count as usize];
        let from = HEADER + ((end - HEADER - 1) as f64 * from) as u64;
        let to = end.min(from + garbage.len() as u64);
        overwrite(&directory.segment_files()[0], from, &garbage[..(to - from) as usize]);

        let mut tail = trackway_journal::Reader::open(directory.path()).unwrap().tail(|_| 0);
        let found = drain(&mut tail, max_bytes);
        let untouched = payloads.iter().zip(starts.windows(2)).filter(|(_, place)| place[1] <= from || place[0] >= to);
        prop_assert!(untouched.map(|(payload, _)| payload).all(|payload| found.payloads.contains(payload)));
        prop_assert!(found.payloads.iter().all(|payload| payloads.contains(payload)));
    }
}

#[test]
fn a_record_of_another_segment_never_surfaces() {
    let other = written(&numbered(7..8));
    let forged = std::fs::read(&other.segment_files()[0]).unwrap()[HEADER as usize..].to_vec();
    let payloads = vec![b"before".to_vec(), forged.repeat(20), b"after".to_vec()];
    let directory = written(&payloads);
    assert_eq!(read(&directory).payloads, payloads);

    // The record that holds it is damaged, so the reader searches inside.
    overwrite(&directory.segment_files()[0], starts(&payloads)[1] + RECORD_HEADER, &[0xFF]);
    let found = restart(&directory);
    assert_eq!(found.payloads, [b"before".to_vec(), b"after".to_vec()]);
    assert_eq!(found.reasons(), [DamageReason::Corrupt]);
}

#[test]
fn stale_blocks_of_another_segment_never_surface() {
    let payloads = numbered(0..3);
    let directory = written(&payloads);
    let file = &directory.segment_files()[0];
    let stale = std::fs::read(&written(&numbered(3..9)).segment_files()[0]).unwrap();
    overwrite(file, length(file), &stale[HEADER as usize..]);
    let found = restart(&directory);
    assert_eq!((found.payloads, found.damage.len()), (payloads, 1));
}

#[test]
fn damage_longer_than_any_window_is_named_as_one() {
    let payloads: Vec<_> = (0..40).map(|number| vec![number; 50_000]).collect();
    let starts = starts(&payloads);
    // Wherever the damage ends: the first good record may lie across the windows in which it is searched for.
    for good in (2..14).chain([38]) {
        let directory = written(&payloads);
        let (from, to) = (starts[1], starts[good]);
        overwrite(&directory.segment_files()[0], from, &vec![0xC1; (to - from) as usize]);
        let mut tail = trackway_journal::Reader::open(directory.path()).unwrap().tail(|_| 0);
        let found = drain(&mut tail, 1_000);
        assert!(found.payloads == [&payloads[..1], &payloads[good..]].concat(), "good from {good}");
        let [damage] = found.damage[..] else { panic!("{:?}", found.damage) };
        assert_eq!((damage.offset, damage.length, damage.reason), (from, to - from, DamageReason::Corrupt));
    }
}

#[test]
fn a_record_that_ends_with_zeros_is_found_behind_damage() {
    let payloads = [b"damaged".to_vec(), vec![1, 0, 0, 0, 0, 0]];
    let directory = written(&payloads);
    overwrite(&directory.segment_files()[0], HEADER + RECORD_HEADER, &[0xFF]);
    for found in [read(&directory), restart(&directory)] {
        assert_eq!(found.payloads, payloads[1..]);
        assert_eq!(found.reasons(), [DamageReason::Corrupt]);
    }
}

#[test]
fn a_damaged_header_is_made_up_for_by_the_next_segment() {
    let directory = written(&numbered(0..5));
    restart(&directory);
    overwrite(&directory.segment_files()[0], 30, &[0xAA; 9]);
    let found = read(&directory);
    assert_eq!((found.payloads.clone(), found.reasons()), (numbered(0..5), vec![DamageReason::Header]));
    assert_eq!(found.finished.len(), 2, "its checkpoint and release work as ever");
}

#[test]
fn one_flipped_bit_of_the_newest_header_loses_nothing() {
    for bit in (0..HEADER * 8).step_by(7) {
        let directory = written(&numbered(0..5));
        flip(&directory.segment_files()[0], bit);
        for found in [read(&directory), restart(&directory)] {
            assert_eq!((found.payloads.clone(), found.reasons()), (numbered(0..5), vec![DamageReason::Header]), "bit {bit}");
        }
    }
}

#[test]
fn a_damaged_header_without_a_successor_names_the_whole_segment() {
    let directory = written(&numbered(0..5));
    let file = &directory.segment_files()[0];
    overwrite(file, 30, &[0xAA; 9]);
    let found = read(&directory);
    assert_eq!((found.payloads.len(), found.finished.len()), (0, 0));
    assert_eq!((found.damage[0].offset, found.damage[0].length), (0, length(file)));
    assert_eq!(found.reasons(), [DamageReason::Header]);

    // The journal goes on behind it and says so at every start.
    write(&directory, &numbered(5..8));
    let found = restart(&directory);
    assert_eq!((found.payloads.clone(), found.reasons()), (numbered(5..8), vec![DamageReason::Header]));
}

#[test]
fn a_crash_before_the_header_was_written_leaves_nothing_to_name() {
    let directory = written(&numbered(0..5));
    for (number, zeros) in [(2, 0), (3, 40), (4, 100_000)] {
        std::fs::write(directory.path().join(format!("{number:020}.seg")), vec![0; zeros]).unwrap();
    }
    assert_eq!((read(&directory).payloads, read(&directory).damage), (numbered(0..5), vec![]));
    assert_eq!(restart(&directory).damage, []);
    assert_eq!(directory.segment_files().len(), 2, "the blank files are gone, and their numbers are not used again");
    assert!(directory.segment_files()[1].ends_with("00000000000000000005.seg"));
}

#[test]
fn a_crash_in_the_middle_of_a_batch_leaves_a_prefix() {
    let directory = Directory::new();
    let payloads = numbered(0..50);
    let journal = Journal::open(Options::new(directory.path(), random)).unwrap();
    let outcomes = drive(payloads.iter().map(|payload| append(&journal, payload)).collect());
    assert!(outcomes.iter().all(Result::is_ok));
    let crashed = directory.copy();
    let file = &crashed.segment_files()[0];
    assert_eq!(length(file), 64 << 20, "still preallocated");
    let starts = starts(&payloads);
    let rest = starts[50] - starts[20] - 7;
    overwrite(file, starts[20] + 7, &vec![0; rest as usize]);
    for found in [read(&crashed), restart(&crashed)] {
        assert_eq!(found.payloads, payloads[..20]);
        assert_eq!((found.damage[0].offset, found.damage[0].reason), (starts[20], DamageReason::TornTail));
    }
}

#[test]
fn a_checkpoint_beyond_what_a_power_cut_left_is_the_end() {
    let directory = written(&numbered(0..5));
    cut(&directory.segment_files()[0], HEADER + 20);
    let journal = open(&directory);
    let found = drain(&mut journal.tail(|_| 1_000), 1_000);
    assert_eq!((found.payloads.len(), found.damage.len(), found.finished.len()), (0, 0, 1));
    assert_eq!(found.steps[0].2, 1_000, "a checkpoint never goes back");
}
