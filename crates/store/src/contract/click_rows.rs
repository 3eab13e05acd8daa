//! What is kept of a click: every field, whatever stands in it.

use super::house::House;
use super::samples::{self, click, step, user_agent};
use super::{Outcome, Place, cases};
use crate::clicks::ClickRow;
use jiff::Timestamp;
use proptest::option;
use proptest::prelude::{Just, Strategy, any, prop};
use proptest::sample::select;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use std::net::IpAddr;
use std::num::NonZeroU64;
use std::sync::Arc;
use trackway_domain::agent::{Agent, DeviceClass, UserAgent};
use trackway_domain::click::{ClickId, DestinationKind, Signals};
use trackway_domain::link::{Link, LinkSettings};
use trackway_domain::platform::Platform;
use trackway_domain::targeting::{Country, Language};
use trackway_domain::traffic::TrafficClass;
use trackway_domain::utm::Utm;
use trackway_domain::visitor::VisitorHash;
use uuid::Uuid;

cases! { "click_rows":
    a_full_and_an_empty_click_read_back_equal,
    a_click_of_every_kind_reads_back_equal,
    what_a_visitor_made_up_reads_back_equal,
    random_clicks_read_back_equal,
}

async fn a_full_and_an_empty_click_read_back_equal(place: Arc<dyn Place>) -> Outcome {
    check(&*place, |link| {
        let full = ClickRow {
            id: ClickId(Uuid::max()),
            traffic: TrafficClass::Datacenter,
            destination: DestinationKind::Preview,
            platform: Platform::Ios,
            address: "2001:db8::".parse().ok(),
            signals: Signals { is_head: true, is_prefetch: true, objects_to_tracking: true },
            is_datacenter: true,
            place: Arc::new(house_place()),
            language: Language::parse("pt"),
            referrer: Some("xn--r8jz45g.example.com".into()),
            user_agent: Arc::new(UserAgent { text: "Mozilla/5.0 (iPhone; «Ж») 🎆".into(), agent: full_agent() }),
            visitor: Some(VisitorHash(NonZeroU64::MAX)),
            utm: samples::full_utm(),
            metadata: [("b", "2"), ("a", "1"), ("b", ""), ("", "ключ")].map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec(),
            ..click(link, 1)
        };
        let empty = ClickRow { id: ClickId(Uuid::nil()), referrer: Some("".into()), user_agent: user_agent(""), ..click(link, 2) };
        vec![full, empty]
    })
    .await
}

async fn a_click_of_every_kind_reads_back_equal(place: Arc<dyn Place>) -> Outcome {
    check(&*place, |link| {
        let of_traffic = TrafficClass::ALL.map(|traffic| ClickRow { traffic, ..click(link, 100 + traffic as u32) });
        let to_destination = DestinationKind::ALL.map(|kind| ClickRow { destination: kind, ..click(link, 200 + kind as u32) });
        let on_platform = Platform::ALL.map(|platform| ClickRow { platform, ..click(link, 300 + platform as u32) });
        let addresses = ["0.0.0.0", "203.0.113.0", "255.255.255.255", "::", "::1", "::ffff:203.0.113.9", "2001:db8:1:2:3:4:5:6"];
        let from_address = (400..).zip(addresses).map(|(number, text)| ClickRow { address: text.parse().ok(), ..click(link, number) });
        of_traffic.into_iter().chain(to_destination).chain(on_platform).chain(from_address).collect()
    })
    .await
}

/// A visitor's query is decoded, so that it holds any character at all; no such click may stop the journal.
async fn what_a_visitor_made_up_reads_back_equal(place: Arc<dyn Place>) -> Outcome {
    check(&*place, |link| {
        let characters = (0..=0x2ff).chain([0x2028, 0xd7ff, 0xe000, 0xfeff, 0xffff, 0x1_0000, 0x10_ffff]).filter_map(char::from_u32);
        let every = characters.collect::<String>();
        let texts = ["\u{0}", "\\u0000", "\"", "'", "{}", "null", &"x".repeat(2_048), &every].map(str::to_owned);
        let with = |(number, text): (u32, String)| ClickRow {
            utm: Utm { source: Some(text.clone()), ..Utm::default() },
            metadata: vec![(text.clone(), text)],
            ..click(link, number)
        };
        (1..).zip(texts).map(with).collect()
    })
    .await
}

async fn random_clicks_read_back_equal(place: Arc<dyn Place>) -> Outcome {
    check(&*place, |link| {
        let mut runner = TestRunner::deterministic();
        let tree = prop::collection::vec(random(link.clone()), 500).new_tree(&mut runner);
        tree.expect("nothing is filtered out").current()
    })
    .await
}

fn house_place() -> trackway_domain::place::Place {
    let text = |text: &str| Some(text.into());
    let (country, region, city) = (Country::parse("BR"), text("SP"), text("São Paulo"));
    trackway_domain::place::Place { country, region, city, time_zone: text("America/Sao_Paulo") }
}

fn full_agent() -> Agent {
    let text = |text: &str| Some(text.into());
    let device = DeviceClass::Phone;
    Agent { browser: text("Safari"), browser_version: Some(26), system: text("iOS"), system_version: text("26.1"), device }
}

fn random(link: Link) -> impl Strategy<Value = ClickRow> {
    let text = || "[^\\x00]{0,40}";
    let kinds = (select(&TrafficClass::ALL[..]), select(&DestinationKind::ALL[..]), select(&Platform::ALL[..]));
    let milliseconds = 0_i64..4_102_444_800_000;
    let place = (option::of(any::<IpAddr>()), option::of(select(vec!["US", "DE", "XK"])), option::of(select(vec!["en", "zh"])));
    let visitor = (any::<[bool; 4]>(), option::of(any::<NonZeroU64>()));
    let utm = prop::array::uniform5(option::of(text())).prop_map(Utm::from_values);
    let metadata = prop::collection::vec((text(), text()), 0..10);
    let texts = (option::of(text()), text(), utm, metadata);
    (Just(link), any::<u128>(), milliseconds, kinds, place, visitor, texts).prop_map(|(link, id, at, kinds, place, visitor, texts)| {
        ClickRow {
            id: ClickId(Uuid::from_u128(id)),
            link: link.id,
            at: Timestamp::from_millisecond(at).expect("a time of this century"),
            traffic: kinds.0,
            destination: kinds.1,
            platform: kinds.2,
            signals: Signals { is_head: visitor.0[0], is_prefetch: visitor.0[1], objects_to_tracking: visitor.0[2] },
            is_datacenter: visitor.0[3],
            address: place.0,
            place: Arc::new(trackway_domain::place::Place { country: place.1.and_then(Country::parse), ..Default::default() }),
            language: place.2.and_then(Language::parse),
            referrer: texts.0.map(Arc::from),
            user_agent: user_agent(&texts.1),
            visitor: visitor.1.map(VisitorHash),
            utm: texts.2,
            metadata: texts.3,
        }
    })
}

/// Takes clicks of different times in, the oldest first, and reads them back.
async fn check(place: &dyn Place, clicks: impl FnOnce(&Link) -> Vec<ClickRow>) -> Outcome {
    let house = House::found(place).await?;
    let link = house.made(1, LinkSettings::default()).await?;
    let mut clicks = clicks(&link);
    clicks.sort_by_key(|click| click.at);
    house.store.clicks().ingest(clicks.clone(), step(1, 0, 1)).await?;
    let mut read = house.store.clicks().latest(link.id, 10_000).await?;
    read.reverse();
    assert_eq!(read.len(), clicks.len());
    for (read, written) in read.into_iter().zip(clicks) {
        assert_eq!(read, written);
    }
    Ok(())
}
