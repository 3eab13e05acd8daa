//! The published algorithm on what happened, from its description: the newest 1,000 clicks are given points for what they share with
//! the install (40 for the network of 24 bits, 30 for equal first words of platform and browser in the user agents, 10 each for time zone,
//! language and screen, of which a redirect knows the language alone), and the best one with 70 or more is credited. Nothing is consumed.

use super::{Happenings, Score};
use std::net::IpAddr;
use trackway_domain::window::AttributionWindow;

/// How many clicks it looks at.
const NEWEST: usize = 1_000;

/// What a click must reach.
const ENOUGH: u32 = 70;

/// Matches all installs, for links with this window.
#[must_use]
pub fn score(all: &Happenings, window: AttributionWindow) -> Score {
    let mut score = Score::default();
    let clicks = all.clicks.iter().map(|click| (network(click.address), words(&click.agent), click)).collect::<Vec<_>>();
    for install in &all.installs {
        let (own_network, own_words) = (network(install.address), words(&install.agent));
        let end = clicks.partition_point(|(.., click)| click.at <= install.at);
        let since = install.at - i64::from(window.hours()) * 3_600_000;
        let newest_first = clicks[end.saturating_sub(NEWEST)..end].iter().rev().take_while(|(.., click)| click.at >= since);
        let mut best = None;
        for (network, words, click) in newest_first {
            let points = u32::from(*network == own_network) * 40
                + u32::from(*words == own_words) * 30
                + u32::from(click.language == install.language) * 10;
            if points >= ENOUGH && best.is_none_or(|(most, _)| points > most) {
                best = Some((points, click.link));
            }
        }
        score.count(install, best.map(|(_, link)| link), window);
    }
    score
}

fn network(address: IpAddr) -> u32 {
    match address {
        IpAddr::V4(address) => address.to_bits() >> 8,
        IpAddr::V6(_) => 0,
    }
}

/// The first known word of a platform, and of a browser.
fn words(agent: &str) -> (Option<&'static str>, Option<&'static str>) {
    let first = |known: &[&'static str]| {
        let found = known.iter().filter_map(|word| agent.find(word).map(|place| (place, *word)));
        found.min().map(|(_, word)| word)
    };
    (first(&["iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux"]), first(&["Chrome", "Safari", "Firefox", "Edge", "Opera"]))
}
