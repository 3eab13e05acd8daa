//! Clicks go into a part and come out again to the bit, and what is damaged is refused.

use super::{Builder, Part, PartWriter, Remap, Text};
use jiff::Timestamp;
use proptest::option;
use proptest::prelude::{Strategy, any, prop};
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use std::net::IpAddr;
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use trackway_domain::agent::{Agent, DeviceClass, UserAgent};
use trackway_domain::click::{ClickId, DestinationKind, Signals};
use trackway_domain::link::LinkId;
use trackway_domain::place::Place;
use trackway_domain::platform::Platform;
use trackway_domain::snowflake::Snowflake;
use trackway_domain::targeting::{Country, Language};
use trackway_domain::traffic::TrafficClass;
use trackway_domain::utm::Utm;
use trackway_domain::visitor::VisitorHash;
use trackway_store::clicks::ClickRow;
use uuid::Uuid;

/// Random clicks, with few and with many distinct values.
pub(crate) fn random_clicks(count: usize) -> Vec<ClickRow> {
    let tree = prop::collection::vec(random(), count).new_tree(&mut TestRunner::deterministic());
    tree.expect("nothing is filtered out").current()
}

fn random() -> impl Strategy<Value = ClickRow> {
    let text = || "\\PC{0,12}";
    let boxed = || option::of(text().prop_map(String::into_boxed_str));
    let kinds = (select(&TrafficClass::ALL[..]), select(&DestinationKind::ALL[..]), select(&Platform::ALL[..]), any::<[bool; 4]>());
    let place = (option::of(select(vec!["US", "DE", "XK"])), boxed(), option::of(select(vec!["Berlin", ""])), boxed());
    let agent = (text(), boxed(), option::of(any::<u32>()), boxed(), select(&DeviceClass::ALL[..]));
    let who = (option::of(any::<IpAddr>()), option::of(select(vec!["en", "zh"])), option::of(text()), option::of(any::<NonZeroU64>()));
    let utm = prop::array::uniform5(option::of("[ab]{0,2}"));
    let metadata = prop::collection::vec((text(), text()), 0..3);
    let when = (any::<u128>(), 0_i64..7, 0_i64..4_102_444_800_000);
    (when, kinds, place, agent, who, utm, metadata).prop_map(|(when, kinds, place, agent, who, utm, metadata)| {
        let [source, medium, campaign, term, content] = utm;
        let (browser, browser_version, system) = (agent.1, agent.2, agent.3);
        let read = Agent { browser, browser_version, system: system.clone(), system_version: system, device: agent.4 };
        ClickRow {
            id: ClickId(Uuid::from_u128(when.0)),
            link: LinkId(Snowflake::from_i64(1 << 40 | when.1)),
            at: Timestamp::from_millisecond(when.2).expect("a time"),
            traffic: kinds.0,
            destination: kinds.1,
            platform: kinds.2,
            signals: Signals { is_head: kinds.3[0], is_prefetch: kinds.3[1], objects_to_tracking: kinds.3[2] },
            is_datacenter: kinds.3[3],
            address: who.0,
            place: Arc::new(Place {
                country: place.0.and_then(Country::parse),
                region: place.1,
                city: place.2.map(Box::from),
                time_zone: place.3,
            }),
            language: who.1.and_then(Language::parse),
            referrer: who.2.map(Arc::from),
            user_agent: Arc::new(UserAgent { text: agent.0.into(), agent: read }),
            visitor: who.3.map(VisitorHash),
            utm: Utm { source, medium, campaign, term, content },
            metadata,
        }
    })
}

/// Writes clicks in the order in which they are given, in row groups of so many.
fn written(folder: &Path, clicks: &[ClickRow], group: usize) -> PathBuf {
    let path = folder.join("part.parquet");
    let mut writer = PartWriter::create(&path).expect("a file");
    for (number, clicks) in clicks.chunks(group).enumerate() {
        let mut builder = Builder::default();
        for (index, click) in clicks.iter().enumerate() {
            builder.push((number * group + index) as u64, click, Some("a workspace"));
        }
        writer.write(&builder.finish()).expect("a row group");
    }
    let contents = writer.finish().expect("a file on the disk").expect("clicks");
    let size = std::fs::metadata(&path).expect("a file").len();
    assert_eq!((contents.clicks, contents.bytes), (clicks.len() as u64, size));
    assert_eq!(contents.positions, (0, clicks.len() as u64 - 1));
    path
}

#[test]
fn clicks_come_out_as_they_went_in() {
    let folder = tempfile::tempdir().expect("a folder");
    for (count, group) in [(1, 1), (500, 500), (700, 256)] {
        let clicks = random_clicks(count);
        let path = written(folder.path(), &clicks, group);
        let part = Part::open(&path).expect("a part");
        assert_eq!(part.groups(), count.div_ceil(group));
        for (number, clicks) in clicks.chunks(group).enumerate() {
            let columns = part.columns(number, 0..part.rows(number)).expect("columns");
            assert_eq!(columns.rows(0..columns.len()).expect("clicks"), clicks);
            let times = clicks.iter().map(|click| click.at.as_millisecond());
            assert_eq!(part.times_between(number), (times.clone().min().expect("a click"), times.max().expect("a click")));
        }
        std::fs::remove_file(path).expect("a file");
    }
}

#[test]
fn a_stretch_of_a_column_is_that_of_the_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    // More than a page, so that pages are skipped, and with numbers of many widths.
    let some = random_clicks(300);
    let clicks = (0..40_000).map(|index| some[index * index % some.len()].clone()).collect::<Vec<_>>();
    let part = Part::open(&written(folder.path(), &clicks, 40_000)).expect("a part");
    for text in Text::ALL {
        let whole = part.texts(0, text, 0..40_000).expect("a column");
        for wanted in [0..0, 0..1, 16_383..16_385, 20_000..36_000, 39_999..40_000] {
            let stretch = part.texts(0, text, wanted.clone()).expect("a stretch");
            assert_eq!(stretch.codes, whole.codes[wanted.clone()], "{text:?} {wanted:?}");
        }
    }
}

#[test]
fn copied_clicks_are_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let clicks = random_clicks(400);
    let part = Part::open(&written(folder.path(), &clicks, 150)).expect("a part");
    let mut builder = Builder::default();
    for group in 0..part.groups() {
        let columns = part.columns(group, 0..part.rows(group)).expect("columns");
        let mut remap = Remap::of(&columns);
        (0..columns.len()).for_each(|index| builder.take(&columns, index, &mut remap));
    }
    let copied = builder.finish();
    assert_eq!(copied.rows(0..copied.len()).expect("clicks"), clicks);
}

#[test]
fn a_cut_part_is_refused_and_a_damaged_one_loses_no_click_silently() {
    let folder = tempfile::tempdir().expect("a folder");
    let clicks = random_clicks(50);
    let path = written(folder.path(), &clicks, 50);
    let whole = std::fs::read(&path).expect("a file");
    for cut in (0..whole.len()).step_by(97) {
        std::fs::write(&path, &whole[..cut]).expect("a file");
        assert!(Part::open(&path).is_err(), "cut at {cut}");
    }
    for place in (0..whole.len()).step_by(13) {
        let mut damaged = whole.clone();
        damaged[place] ^= 0x55;
        std::fs::write(&path, damaged).expect("a file");
        // The format's library panics over some headers, which the store's threads take for an error.
        let read =
            || Part::open(&path).and_then(|part| part.columns(0, 0..part.rows(0))).and_then(|columns| columns.rows(0..columns.len()));
        if let Ok(Ok(read)) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)) {
            assert!(read.len() == clicks.len(), "damaged at {place}");
        }
    }
}
