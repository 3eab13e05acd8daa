//! Finding out what a click's headers say. Off the redirect's path; what depends on the user agent alone is remembered.

use crate::clicks::crawlers::Crawlers;
use crate::clicks::query;
use crate::geography::Geography;
use quick_cache::unsync::Cache;
use std::net::IpAddr;
use std::sync::Arc;
use trackway_domain::click::Click;
use trackway_domain::platform::Platform;
use trackway_domain::referrer::referrer_host;
use trackway_domain::targeting::Language;
use trackway_domain::traffic::TrafficClass;
use trackway_store::clicks::ClickRow;

/// How much of a visitor's address is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AddressPrivacy {
    /// The network: the first 24 bits of an IPv4 address, the first 48 of an IPv6 one.
    #[default]
    Truncated,
    /// All of it.
    Full,
}

/// How many user agents are remembered.
const REMEMBERED: usize = 20_000;

/// Everything that is needed to enrich, and what has been learnt.
pub struct Enrichment {
    crawlers: Crawlers,
    geography: Arc<Geography>,
    privacy: AddressPrivacy,
    is_crawler: Cache<String, bool>,
}

impl Enrichment {
    /// With the program's own lists and the operator's GeoIP file.
    #[must_use]
    pub fn new(geography: Arc<Geography>, privacy: AddressPrivacy) -> Self {
        Self { crawlers: Crawlers::published(), geography, privacy, is_crawler: Cache::new(REMEMBERED) }
    }

    /// A click with what can be found out about it.
    pub fn enrich(&mut self, click: &Click<'_>) -> ClickRow {
        let is_crawler = self.is_crawler(click.user_agent);
        let (utm, metadata) = query::read(click.query);
        ClickRow {
            id: click.id,
            link: click.link,
            at: click.at,
            traffic: TrafficClass::of(click.user_agent, click.signals, || is_crawler, || false),
            destination: click.destination,
            platform: Platform::of(click.user_agent),
            address: Some(kept(click.address, self.privacy)),
            country: self.geography.country(click.address),
            language: Language::first_accepted(click.accept_language),
            referrer: referrer_host(click.referrer),
            user_agent: click.user_agent.to_owned(),
            utm,
            metadata,
        }
    }

    fn is_crawler(&mut self, user_agent: &str) -> bool {
        if let Some(known) = self.is_crawler.get(user_agent) {
            return *known;
        }
        let is_crawler = self.crawlers.know(user_agent);
        self.is_crawler.insert(user_agent.to_owned(), is_crawler);
        is_crawler
    }
}

fn kept(address: IpAddr, privacy: AddressPrivacy) -> IpAddr {
    match (privacy, address) {
        (AddressPrivacy::Full, address) => address,
        (AddressPrivacy::Truncated, IpAddr::V4(address)) => IpAddr::from((address.to_bits() & (u32::MAX << 8)).to_be_bytes()),
        (AddressPrivacy::Truncated, IpAddr::V6(address)) => IpAddr::from((address.to_bits() & (u128::MAX << 80)).to_be_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_keep_their_network() {
        let parse = |text: &str| text.parse::<IpAddr>().expect("an address");
        assert_eq!(kept(parse("203.0.113.77"), AddressPrivacy::Truncated), parse("203.0.113.0"));
        assert_eq!(kept(parse("2001:db8:1:2:3::4"), AddressPrivacy::Truncated), parse("2001:db8:1::"));
        assert_eq!(kept(parse("203.0.113.77"), AddressPrivacy::Full), parse("203.0.113.77"));
    }
}
