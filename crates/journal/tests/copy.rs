//! Copies of a journal that is written and taken in meanwhile.

mod support;

use std::fs;

use support::{Directory, drain, numbered, open, record, write};
use trackway_journal::{Holding, Reader};

fn read(directory: &Directory) -> support::Everything {
    drain(&mut Reader::open(directory.path()).expect("a journal").tail(|_| 0), 1 << 20)
}

fn copied(holding: &Holding) -> Directory {
    let copy = Directory::new();
    holding.copy_to(copy.path()).expect("copied");
    copy
}

#[test]
fn a_copy_holds_what_the_journal_holds() {
    let directory = Directory::new();
    // Zeros at the end of the last record are content too.
    let payloads = [numbered(0..300), vec![vec![7, 0, 0, 0, 0]]].concat();
    let journal = open(&directory);
    record(&journal, &payloads);
    let mut holding = Holding::begin(directory.path()).expect("held");
    assert!(holding.follow().expect("followed"));
    let found = read(&copied(&holding));
    assert_eq!((found.payloads, found.damage), (payloads, vec![]));
}

#[test]
fn what_is_held_outlives_its_name() {
    let directory = Directory::new();
    write(&directory, &numbered(0..300));
    let mut holding = Holding::begin(directory.path()).expect("held");
    assert!(directory.segment_files().len() > 1);
    directory.segment_files().iter().for_each(|file| fs::remove_file(file).expect("removed"));
    assert!(holding.follow().expect("followed"), "nothing is there that was not before");
    assert_eq!(read(&copied(&holding)).payloads, numbered(0..300));
}

#[test]
fn segments_that_come_later_are_held_too() {
    let directory = Directory::new();
    write(&directory, &numbered(0..100));
    let mut holding = Holding::begin(directory.path()).expect("held");
    write(&directory, &numbered(100..300));
    assert!(holding.follow().expect("followed"));
    assert_eq!(read(&copied(&holding)).payloads, numbered(0..300));
}

#[test]
fn a_segment_that_came_and_went_is_noticed() {
    let directory = Directory::new();
    write(&directory, &numbered(0..10));
    let mut holding = Holding::begin(directory.path()).expect("held");
    write(&directory, &numbered(10..400));
    let files = directory.segment_files();
    fs::remove_file(&files[files.len() - 2]).expect("removed");
    assert!(!holding.follow().expect("followed"));
    let mut again = Holding::begin(directory.path()).expect("held");
    assert!(again.follow().expect("followed"));
}

#[test]
fn a_copy_that_is_made_while_the_journal_is_written_has_no_gap() {
    // Some two hundred segments: each copy holds a file of every one of them.
    const RECORDS: u32 = 20_000;
    let directory = Directory::new();
    let journal = open(&directory);
    std::thread::scope(|scope| {
        let writing = scope.spawn(|| record(&journal, &numbered(0..RECORDS)));
        loop {
            let is_all_written = writing.is_finished();
            let mut holding = Holding::begin(directory.path()).expect("held");
            if holding.follow().expect("followed") {
                let found = read(&copied(&holding));
                assert_eq!(found.payloads, numbered(0..u32::try_from(found.payloads.len()).expect("few")));
                // A record that was being written may be torn; nothing before it is.
                assert!(found.damage.len() <= 1, "{:?}", found.damage);
                if is_all_written {
                    assert_eq!(found.payloads.len(), RECORDS as usize);
                    break;
                }
            }
        }
    });
}
