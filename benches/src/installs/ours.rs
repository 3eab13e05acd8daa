//! Our algorithm on what happened: the domain's own rule, over clicks that are found by address.

use super::{Happenings, Install, Score};
use jiff::Timestamp;
use std::collections::{HashMap, HashSet};
use std::net::IpAddr;
use trackway_domain::click::ClickId;
use trackway_domain::install::decide::{Arrival, decide_by_traces};
use trackway_domain::install::phone::Phone;
use trackway_domain::install::system_version::{BrowserSystem, SystemVersion};
use trackway_domain::install::trace::{Candidate, Trace};
use trackway_domain::link::LinkId;
use trackway_domain::platform::Platform;
use trackway_domain::snowflake::Snowflake;
use trackway_domain::targeting::Language;
use trackway_domain::window::AttributionWindow;
use uuid::Uuid;

/// Matches all installs; links may be credited for `cap`, and the workspace says no less.
#[must_use]
pub fn score(all: &Happenings, cap: AttributionWindow) -> Score {
    let (mut score, mut taken) = (Score::default(), HashSet::new());
    let mut by_address = HashMap::<IpAddr, Vec<usize>>::new();
    for (index, click) in all.clicks.iter().enumerate() {
        by_address.entry(click.address).or_default().push(index);
    }
    for install in &all.installs {
        let near = by_address.get(&install.address).map_or(&[][..], Vec::as_slice);
        let since = install.at - i64::from(cap.hours()) * 3_600_000;
        let recent = near.iter().copied().filter(|index| (since..=install.at).contains(&all.clicks[*index].at));
        let candidates = recent.map(|index| candidate(all, index, taken.contains(&index))).collect();
        let phone = phone(install);
        let arrival = Arrival { phone: &phone, begun_at: at(install.at), opened_at: at(install.at) };
        let decision = decide_by_traces(&arrival, candidates, cap);
        let credited = decision.credited().map(|credited| credited.click.0.as_u128() as usize);
        taken.extend(credited);
        score.count(install, credited.map(|index| all.clicks[index].link), cap);
    }
    score
}

fn candidate(all: &Happenings, index: usize, is_taken: bool) -> Candidate {
    let click = &all.clicks[index];
    let platform = Platform::of(&click.agent);
    let trace = Trace {
        click: ClickId(Uuid::from_u128(index as u128)),
        link: LinkId(Snowflake::from_i64(click.link as i64)),
        at: at(click.at),
        platform,
        system: BrowserSystem::of(platform, &click.agent),
        language: Language::parse(click.language),
        timezone: None,
    };
    Candidate { trace, window: None, is_taken }
}

fn phone(install: &Install) -> Phone {
    let (system, version) = install.system;
    let platform = Platform::parse(system).unwrap_or(Platform::Web);
    Phone { platform, version: SystemVersion::said_by_app(platform, version), language: Language::parse(install.language), timezone: None }
}

fn at(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(1_790_000_000_000 + milliseconds).unwrap_or_default()
}
