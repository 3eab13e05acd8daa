//! Whatever lies in a journal's folder, reading it ends, goes forward and says what it could not read.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::cell::RefCell;
use tempfile::TempDir;
use trackway_journal::Reader;

thread_local! {
    static FOLDER: RefCell<TempDir> = RefCell::new(TempDir::new().expect("a folder"));
}

fuzz_target!(|input: &[u8]| {
    FOLDER.with_borrow(|folder| {
        // Two segments: the second says where the first ends.
        let middle = input.first().map_or(0, |first| usize::from(*first) * input.len() / 255);
        let (first, second) = input.split_at(middle.min(input.len()));
        for (number, content) in [(1, first), (2, second)] {
            std::fs::write(folder.path().join(format!("{number:020}.seg")), content).expect("a file");
        }
        let reader = Reader::open(folder.path()).expect("a folder that can be listed");
        let mut tail = reader.tail(|_| 0);
        let mut last = (0, 0);
        while let Some(chunk) = tail.read(1 << 16).expect("files that can be read") {
            assert!(chunk.from <= chunk.to, "{} {}", chunk.from, chunk.to);
            for record in chunk.records() {
                let place = (record.position.number, record.position.offset);
                assert!(place > last, "{place:?} comes after {last:?}");
                last = place;
            }
        }
    });
});
