//! Finding out what a click's headers say. Off the redirect's path; what many clicks have in common is worked out once and shared.

use crate::clicks::agents::Agents;
use crate::clicks::data_centers::DataCenters;
use crate::clicks::query;
use crate::geography::Geography;
use quick_cache::unsync::Cache;
use std::net::IpAddr;
use std::sync::Arc;
use trackway_domain::click::Click;
use trackway_domain::place::Place;
use trackway_domain::referrer::referrer_host;
use trackway_domain::targeting::Language;
use trackway_domain::traffic::TrafficClass;
use trackway_domain::visitor::Salt;
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

/// How many addresses, and how many referring pages, are remembered.
const REMEMBERED: usize = 10_000;

/// Everything that is needed to enrich, and what has been learnt.
pub struct Enrichment {
    agents: Arc<Agents>,
    geography: Arc<Geography>,
    data_centers: Arc<DataCenters>,
    privacy: AddressPrivacy,
    nowhere: Arc<Place>,
    places: Cache<IpAddr, Arc<Place>>,
    referrers: Cache<Box<str>, Option<Arc<str>>>,
}

impl Enrichment {
    /// With the program's own lists and the operator's files.
    #[must_use]
    pub fn new(agents: Arc<Agents>, geography: Arc<Geography>, data_centers: Arc<DataCenters>, privacy: AddressPrivacy) -> Self {
        let (nowhere, places, referrers) = (Arc::default(), Cache::new(REMEMBERED), Cache::new(REMEMBERED));
        Self { agents, geography, data_centers, privacy, nowhere, places, referrers }
    }

    /// A click with what can be found out about it. `salt` is that of the click's period.
    pub fn enrich(&mut self, click: &Click<'_>, salt: &Salt) -> ClickRow {
        let known = self.agents.of(click.user_agent);
        let is_datacenter = self.data_centers.contain(click.address);
        let (utm, metadata) = query::read(click.query);
        ClickRow {
            id: click.id,
            link: click.link,
            at: click.at,
            traffic: TrafficClass::of(known.kind, click.signals, is_datacenter),
            destination: click.destination,
            platform: known.platform,
            signals: click.signals,
            is_datacenter,
            address: Some(kept(click.address, self.privacy)),
            place: self.place(click.address),
            language: Language::first_accepted(click.accept_language),
            referrer: self.referrer(click.referrer),
            visitor: (!click.signals.objects_to_tracking).then(|| salt.hash(click.address, click.user_agent)),
            user_agent: Arc::clone(&known.user_agent),
            utm,
            metadata,
        }
    }

    fn place(&mut self, address: IpAddr) -> Arc<Place> {
        if self.geography.is_empty() {
            return Arc::clone(&self.nowhere);
        }
        if let Some(known) = self.places.get(&address) {
            return Arc::clone(known);
        }
        let place = Arc::new(self.geography.place(address));
        self.places.insert(address, Arc::clone(&place));
        place
    }

    fn referrer(&mut self, header: &str) -> Option<Arc<str>> {
        if header.is_empty() {
            return None;
        }
        if let Some(known) = self.referrers.get(header) {
            return known.clone();
        }
        let host = referrer_host(header).map(Arc::<str>::from);
        self.referrers.insert(header.into(), host.clone());
        host
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
