//! Journals that come back, and journals that come back damaged: nothing is counted twice, only what is damaged is missing, and the log
//! says where it was.

mod support;

use serde_json::json;
use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use support::{Audit, DESKTOP, Installation, Request, Site, copy_folder, text};
use uuid::Uuid;

/// Bytes before the first record of a segment, before a record's payload, and before the click's id in that.
const SEGMENT_HEADER: usize = 80;
const RECORD_HEADER: usize = 12;
const BEFORE_ID: usize = 1;

/// How many clicks lie in the journal that is damaged: enough that the last 200 bytes are a few.
const CLICKS: usize = 12;

/// A record of a segment, as it lies there.
#[derive(Clone, Copy, Debug)]
struct Lying {
    start: usize,
    end: usize,
    click: Uuid,
}

/// An installation whose server was killed before it took anything in, the bytes of its journal, and the records in them.
struct Crashed {
    installation: Installation,
    bytes: Vec<u8>,
    records: Vec<Lying>,
}

impl Crashed {
    fn new() -> Self {
        let mut site = Site::new();
        let code = site.codes(1).remove(0);
        site.take_server().stop();
        site.start_with(&[("TRACKWAY_INGESTION", "off")]);
        let clicks = opened(&site, &code, CLICKS);
        site.take_server().kill();
        let segment = site.installation.segments().pop().expect("a segment");
        let mut bytes = fs::read(segment).expect("a segment");
        let records = records(&bytes);
        assert_eq!(records.iter().map(|record| record.click).collect::<Vec<_>>(), clicks, "what was answered is in the journal, in order");
        bytes.truncate(records[CLICKS - 1].end);
        Self { installation: site.installation, bytes, records }
    }

    /// The same with another newest segment, whose preallocated end is there or not.
    fn with(&self, bytes: &[u8], length: u64) -> Installation {
        let copy = self.installation.copy();
        let segment = copy.segments().pop().expect("a segment");
        let file = fs::File::create(segment).expect("a segment");
        file.write_all_at(bytes, 0).expect("a disk");
        file.set_len(length).expect("a disk");
        copy
    }

    fn clicks(&self, is_there: impl Fn(&Lying) -> bool) -> BTreeSet<Uuid> {
        self.records.iter().filter(|record| is_there(record)).map(|record| record.click).collect()
    }
}

fn records(bytes: &[u8]) -> Vec<Lying> {
    let mut records = Vec::new();
    let mut start = SEGMENT_HEADER;
    while bytes[start..].starts_with(&[0xC1, 0x1C]) {
        let length = u32::from_le_bytes(bytes[start + 4..start + 8].try_into().expect("four bytes"));
        let payload = start + RECORD_HEADER;
        let end = payload + length as usize;
        let id = bytes[payload + BEFORE_ID..payload + BEFORE_ID + 16].try_into().expect("sixteen bytes");
        records.push(Lying { start, end, click: Uuid::from_bytes(id) });
        start = end;
    }
    records
}

/// Opens a link so often, and gives the clicks in their order.
fn opened(site: &Site, code: &str, count: usize) -> Vec<Uuid> {
    let mut connection = site.server().connect();
    let mut visit = |turn| {
        let request = Request::get(&format!("/{code}?utm_term={turn}")).agent(DESKTOP);
        let answer = connection.call(&request).expect("an answer").expect(302);
        answer.header("x-click-id").expect("a click's id").parse().expect("a uuid")
    };
    (0..count).map(&mut visit).collect()
}

/// Starts a server and ends it in order, which takes everything in. Gives its log and what is stored then.
fn taken_in(installation: &Installation) -> (String, BTreeSet<Uuid>) {
    let log = installation.start().stop();
    (log, Audit::of(installation).stored)
}

#[test]
fn a_cut_costs_the_clicks_that_it_cut_and_is_named() {
    let crashed = Crashed::new();
    let whole = crashed.bytes.len();
    // Twenty places in the last 200 bytes, and both sides of where a record ends.
    let last = crashed.records[CLICKS - 1].start;
    for cut in (1..=20).map(|step| whole - step * 10 + 3).chain([whole, whole - 1, last, last + 1]) {
        let installation = crashed.with(&crashed.bytes[..cut], cut as u64);
        let (log, stored) = taken_in(&installation);
        assert_eq!(stored, crashed.clicks(|record| record.end <= cut), "cut at {cut}");
        let torn = crashed.records.iter().find(|record| record.start < cut && cut < record.end);
        match torn {
            Some(record) => says_damage(&log, record.start),
            None => assert!(!log.contains("damage"), "nothing that is there is damaged: {log}"),
        }
        let (log, again) = taken_in(&installation);
        assert!(again == stored && !log.contains("damage"), "it is said once: {log}");
    }
}

#[test]
fn a_flipped_bit_costs_one_click_and_is_named() {
    let crashed = Crashed::new();
    let records = crashed.bytes.len() - SEGMENT_HEADER;
    // Ten places all over the records, then each field of one record's head.
    let start = crashed.records[5].start;
    let places = (0..10).map(|step| SEGMENT_HEADER + records * step / 10 + 7).chain([start, start + 2, start + 3, start + 5, start + 9]);
    for place in places {
        let mut bytes = crashed.bytes.clone();
        bytes[place] ^= 1 << (place % 8);
        let hit = |record: &Lying| (record.start..record.end).contains(&place);
        let installation = crashed.with(&bytes, 64 << 20);
        let (log, stored) = taken_in(&installation);
        assert_eq!(stored, crashed.clicks(|record| !hit(record)), "a bit of byte {place}");
        says_damage(&log, crashed.records.iter().find(|record| hit(record)).expect("a record").start);
    }
}

#[test]
fn a_flipped_bit_in_the_head_of_a_segment_costs_nothing_and_is_named() {
    let crashed = Crashed::new();
    for place in [0, 9, 14, 25, 50, 78] {
        let mut bytes = crashed.bytes.clone();
        bytes[place] ^= 4;
        let installation = crashed.with(&bytes, 64 << 20);
        let (log, stored) = taken_in(&installation);
        says_damage(&log, 0);
        assert_eq!(stored, crashed.clicks(|_| true), "byte {place}");
    }
}

#[test]
fn a_lost_head_of_a_segment_is_named_and_stops_nobody() {
    let crashed = Crashed::new();
    for place in [0, 14, 25, 70] {
        let mut bytes = crashed.bytes.clone();
        bytes[place..place + 9].fill(0xAA);
        let installation = crashed.with(&bytes, 64 << 20);
        let (log, _) = taken_in(&installation);
        says_damage(&log, 0);
        let segment = installation.segments().into_iter().next().expect("a segment");
        assert_eq!(fs::read(segment).expect("a segment")[..bytes.len()], bytes, "what cannot be read is kept");

        // And whoever comes next is counted.
        let server = installation.start_with(&[("TRACKWAY_CLICK_ID_HEADER", "1")]);
        let code = text(&installation.json(&["links", "list"])[0]["code"]);
        let click = server.open(&format!("/{code}"), DESKTOP).expect(302).header("x-click-id").expect("an id").to_owned();
        server.stop();
        assert!(Audit::of(&installation).stored.contains(&click.parse().expect("a uuid")));
    }
}

/// The log names damage that begins there.
#[track_caller]
fn says_damage(log: &str, offset: usize) {
    let names = |line: &str| line.contains("ERROR") && line.contains("damage") && line.contains(&format!("offset={offset} "));
    assert!(log.lines().any(names), "offset {offset} is not named: {log}");
}

#[test]
fn a_journal_that_comes_back_is_not_counted_twice() {
    let crashed = Crashed::new();
    let installation = &crashed.installation;
    let (kept, all) = (installation.folder().join("kept"), crashed.clicks(|_| true));
    copy_folder(&installation.journal(), &kept);
    assert_eq!(taken_in(installation).1, all);

    // In the place of the new one.
    fs::remove_dir_all(installation.journal()).expect("a folder");
    copy_folder(&kept, &installation.journal());
    assert_eq!(taken_in(installation).1, all);

    // And beside the new one, as a backup is played back over what is there.
    put_back(&kept, &installation.journal());
    assert_eq!(taken_in(installation).1, all);
}

#[test]
fn what_is_recorded_after_a_journal_came_back_is_counted() {
    let mut site = Site::new();
    let code = site.codes(1).remove(0);
    let kept = site.installation.folder().join("kept");
    let mut all = BTreeSet::from_iter(opened(&site, &code, 10));
    // Copied while it is written to: what comes back is shorter than what has been taken in of it.
    copy_folder(&site.installation.journal(), &kept);
    all.extend(opened(&site, &code, 10));
    site.take_server().stop();
    for _ in 0..3 {
        // The segments of each run have numbers that others have had, and names of their own.
        fs::remove_dir_all(site.installation.journal()).expect("a folder");
        copy_folder(&kept, &site.installation.journal());
        site.start();
        all.extend(opened(&site, &code, 10));
        site.take_server().kill();
        site.start();
        all.extend(opened(&site, &code, 10));
        site.take_server().stop();
        assert_eq!(Audit::of(&site.installation).stored, all);
    }
    assert_eq!(site.installation.json(&["links", "show", &code])["clicks"], json!(all.len()));
}

/// Copies the files of one folder over those of another.
fn put_back(from: &Path, to: &Path) {
    for file in fs::read_dir(from).expect("a folder") {
        let file = file.expect("a file");
        let place = to.join(file.file_name());
        if !place.exists() {
            copy_folder(&file.path(), &place);
        }
    }
}
