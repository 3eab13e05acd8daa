//! Clicks as a workspace of some size gets them, from a seed: links by Zipf, visitors who come back within a day, values as uneven as they are.

use crate::load::{AGENTS, Zipf};
use jiff::Timestamp;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use std::net::IpAddr;
use std::num::NonZeroU64;
use std::sync::Arc;
use trackway_domain::agent::{Agent, DeviceClass, UserAgent};
use trackway_domain::click::{ClickId, DestinationKind, Signals};
use trackway_domain::link::LinkId;
use trackway_domain::place::Place;
use trackway_domain::platform::Platform;
use trackway_domain::targeting::{Country, Language};
use trackway_domain::traffic::TrafficClass;
use trackway_domain::utm::Utm;
use trackway_domain::visitor::VisitorHash;
use trackway_store::clicks::ClickRow;
use uuid::Uuid;

const DAY: i64 = 24 * 60 * 60 * 1_000;

/// The first day of all clicks.
pub const START: i64 = 20_400 * DAY;

const COUNTRIES: [&str; 40] = [
    "US", "DE", "GB", "FR", "BR", "IN", "CA", "ES", "IT", "MX", "AU", "NL", "PL", "JP", "AR", "CO", "SE", "CH", "AT", "BE", "PT", "TR",
    "ID", "PH", "CL", "ZA", "NO", "DK", "FI", "IE", "CZ", "RO", "GR", "HU", "NZ", "KR", "TH", "MY", "SG", "IL",
];
const LANGUAGES: [&str; 12] = ["en", "de", "fr", "es", "pt", "it", "nl", "pl", "ja", "tr", "sv", "da"];

/// Who may visit on a day, and with what.
struct Visitor {
    hash: u64,
    place: Arc<Place>,
    user_agent: Arc<UserAgent>,
    address: IpAddr,
    language: Option<Language>,
    platform: Platform,
    traffic: TrafficClass,
}

/// Clicks in the order of their time.
pub struct Clicks {
    random: StdRng,
    links: Vec<LinkId>,
    zipf: Zipf,
    places: (Vec<Arc<Place>>, Zipf),
    agents: (Vec<Arc<UserAgent>>, Zipf),
    referrers: (Vec<Option<Arc<str>>>, Zipf),
    visitors: Vec<Visitor>,
    made: usize,
    all: usize,
    days: usize,
}

impl Clicks {
    /// So many clicks over so many days, spread over links, of which the nth gets as many as 1/n.
    #[must_use]
    pub fn over(links: Vec<LinkId>, all: usize, days: usize) -> Self {
        let mut random = StdRng::seed_from_u64(29);
        let places = (0..2_000).map(|number| place(number, &mut random)).map(Arc::new).collect();
        let agents = (0..600).map(user_agent).map(Arc::new).collect();
        let referrers = (0..300).map(|number| (number != 0).then(|| Arc::from(format!("www.site-{number}.example.com")))).collect();
        Self {
            random,
            zipf: Zipf::over(links.len()),
            links,
            places: (places, Zipf::over(2_000)),
            agents: (agents, Zipf::over(600)),
            referrers: (referrers, Zipf::over(300)),
            visitors: Vec::new(),
            made: 0,
            all,
            days,
        }
    }

    fn visitor(&mut self) -> Visitor {
        let place = Arc::clone(&self.places.0[self.places.1.draw(&mut self.random) - 1]);
        let user_agent = Arc::clone(&self.agents.0[self.agents.1.draw(&mut self.random) - 1]);
        let language = Language::parse(LANGUAGES[(self.random.random_range(0.0..1.0_f64).powi(3) * LANGUAGES.len() as f64) as usize]);
        let traffic = match self.random.random_range(0..20) {
            0 | 1 => TrafficClass::Bot,
            2 => TrafficClass::Preview,
            _ => TrafficClass::Human,
        };
        let platform = Platform::of(&user_agent.text);
        // Visitors share networks, since carriers and offices are larger than most of these.
        let network = ((self.random.random_range(0.0..1.0_f64).powi(4) * 200_000.0) as u32 * 83).to_be_bytes();
        let address = IpAddr::from([11 + network[1], network[2], network[3], 0]);
        Visitor {
            hash: self.random.random::<u64>() >> (u64::BITS - VisitorHash::BITS) | 1,
            place,
            user_agent,
            address,
            language,
            platform,
            traffic,
        }
    }
}

impl Iterator for Clicks {
    type Item = ClickRow;

    fn next(&mut self) -> Option<ClickRow> {
        if self.made == self.all {
            return None;
        }
        let a_day = self.all.div_ceil(self.days);
        if self.made.is_multiple_of(a_day) {
            // Two clicks a visitor and day.
            self.visitors = (0..a_day.div_ceil(2)).map(|_| self.visitor()).collect();
        }
        let at = START + (self.made as i128 * i128::from(DAY) * self.days as i128 / self.all as i128) as i64;
        self.made += 1;
        let rank = self.zipf.draw(&mut self.random) - 1;
        let referrer = self.referrers.0[self.referrers.1.draw(&mut self.random) - 1].clone();
        let id = (at as u128) << 80
            | 7 << 76
            | u128::from(self.random.random::<u16>() & 0xfff) << 64
            | 2 << 62
            | u128::from(self.random.random::<u64>() >> 2);
        let visitor = &self.visitors[self.random.random_range(0..self.visitors.len())];
        let campaign = |name: &str| rank.is_multiple_of(3).then(|| format!("{name}-{}", rank % 50));
        Some(ClickRow {
            id: ClickId(Uuid::from_u128(id)),
            link: self.links[rank],
            at: Timestamp::from_millisecond(at).unwrap_or_default(),
            traffic: visitor.traffic,
            destination: if visitor.platform == Platform::Ios { DestinationKind::IosStore } else { DestinationKind::Original },
            platform: visitor.platform,
            signals: Signals::default(),
            is_datacenter: false,
            address: Some(visitor.address),
            place: Arc::clone(&visitor.place),
            language: visitor.language,
            referrer,
            user_agent: Arc::clone(&visitor.user_agent),
            visitor: NonZeroU64::new(visitor.hash).map(VisitorHash),
            utm: Utm { source: campaign("source"), medium: campaign("medium"), campaign: campaign("campaign"), ..Utm::default() },
            metadata: Vec::new(),
        })
    }
}

fn place(number: usize, random: &mut StdRng) -> Place {
    let country = COUNTRIES[(random.random_range(0.0..1.0_f64).powi(3) * COUNTRIES.len() as f64) as usize];
    let text = |kind: &str, number: usize| Some(format!("{kind} {number}").into_boxed_str());
    Place {
        country: Country::parse(country),
        region: text("Region", number / 10),
        city: text("City", number),
        time_zone: text("Zone", number / 50),
    }
}

fn user_agent(number: usize) -> UserAgent {
    let kind = number % AGENTS.len();
    let (browser, system, device) = [
        ("Mobile Safari", "iOS", DeviceClass::Phone),
        ("Chrome Mobile", "Android", DeviceClass::Phone),
        ("Chrome", "Windows", DeviceClass::Desktop),
        ("Safari", "macOS", DeviceClass::Desktop),
        ("Firefox", "Linux", DeviceClass::Desktop),
        ("Instagram", "iOS", DeviceClass::Phone),
    ][kind];
    let version = 100 + number / AGENTS.len();
    let agent = Agent {
        browser: Some(browser.into()),
        browser_version: u32::try_from(version).ok(),
        system: Some(system.into()),
        system_version: Some(format!("{}.{}", 10 + version % 9, version % 4).into()),
        device,
    };
    UserAgent { text: format!("{} build {version}", AGENTS[kind]).into(), agent }
}
