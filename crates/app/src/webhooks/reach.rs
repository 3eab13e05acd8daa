//! Which addresses may be reached: those of the open internet, and what the operator allows beside. Everything that might be this machine, its
//! network or its provider's is out of reach, in whatever way it is spelt, since whoever makes a webhook chooses where we connect.

use crate::Error;
use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use trackway_domain::destination::Destination;
use url::Host;

/// What may be reached.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    allowed: Vec<IpNet>,
}

/// IPv4 networks that are not the open internet's, by address and bits (IANA's registry of special-purpose addresses).
const CLOSED_V4: [(Ipv4Addr, u8); 15] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    // Link-local, and with it 169.254.169.254: where clouds tell a machine its secrets.
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    // With 192.0.0.192, another such address.
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    // Multicast, and what is reserved behind it.
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// Where IPv6's open internet is.
const OPEN_V6: (Ipv6Addr, u8) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);

/// Networks within it that lead elsewhere: Teredo, other protocols, documentation, 6to4.
const CLOSED_V6: [(Ipv6Addr, u8); 4] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

impl Reach {
    /// The open internet, and these networks.
    #[must_use]
    pub fn with(allowed: Vec<IpNet>) -> Self {
        Self { allowed }
    }

    /// Refuses a page whose host is an address out of reach, or this machine by name. What another name stands for is looked up when it is told
    /// something, each time.
    ///
    /// # Errors
    /// [`Error::OutOfReach`].
    pub(crate) fn check(&self, page: &Destination) -> Result<(), Error> {
        let is_open = match page.url().host() {
            Some(Host::Ipv4(address)) => self.admits(IpAddr::V4(address)),
            Some(Host::Ipv6(address)) => self.admits(IpAddr::V6(address)),
            Some(Host::Domain(name)) => {
                let name = name.trim_end_matches('.');
                let is_local = name == "localhost" || name.ends_with(".localhost");
                !is_local || self.admits(IpAddr::V4(Ipv4Addr::LOCALHOST)) || self.admits(IpAddr::V6(Ipv6Addr::LOCALHOST))
            }
            None => false,
        };
        if is_open { Ok(()) } else { Err(Error::OutOfReach(page.url().host_str().unwrap_or_default().to_owned())) }
    }

    /// True where a connection may be opened to this address.
    #[must_use]
    pub fn admits(&self, address: IpAddr) -> bool {
        // An IPv4 address within an IPv6 one is reached as what it is.
        let address = address.to_canonical();
        is_open(address) || self.allowed.iter().any(|network| network.contains(&address))
    }
}

fn is_open(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !CLOSED_V4.iter().any(|(network, bits)| same_v4(address, *network, *bits)),
        IpAddr::V6(address) => {
            let is_in = |(network, bits): (Ipv6Addr, u8)| same_v6(address, network, bits);
            is_in(OPEN_V6) && !CLOSED_V6.into_iter().any(is_in)
        }
    }
}

fn same_v4(address: Ipv4Addr, network: Ipv4Addr, bits: u8) -> bool {
    (address.to_bits() ^ network.to_bits()) >> (32 - bits) == 0
}

fn same_v6(address: Ipv6Addr, network: Ipv6Addr, bits: u8) -> bool {
    (address.to_bits() ^ network.to_bits()) >> (128 - bits) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_open_internet_is_reached() {
        for (text, expected) in [
            ("1.1.1.1", true),
            ("100.63.255.255", true),
            ("100.128.0.0", true),
            ("172.15.255.255", true),
            ("172.32.0.0", true),
            ("192.0.1.1", true),
            ("223.255.255.255", true),
            ("2606:4700:4700::1111", true),
            ("2a00:1450::1", true),
            ("::ffff:1.1.1.1", true),
            ("0.0.0.0", false),
            ("0.1.2.3", false),
            ("10.0.0.1", false),
            ("100.64.0.1", false),
            ("100.127.255.254", false),
            ("127.0.0.1", false),
            ("127.255.255.254", false),
            ("169.254.169.254", false),
            ("172.16.0.1", false),
            ("172.31.255.254", false),
            ("192.0.0.192", false),
            ("192.168.1.1", false),
            ("198.19.0.1", false),
            ("224.0.0.1", false),
            ("239.255.255.250", false),
            ("240.0.0.1", false),
            ("255.255.255.255", false),
            ("::", false),
            ("::1", false),
            ("::127.0.0.1", false),
            ("::ffff:127.0.0.1", false),
            ("::ffff:10.0.0.1", false),
            ("::ffff:169.254.169.254", false),
            ("64:ff9b::7f00:1", false),
            ("64:ff9b::101:101", false),
            ("64:ff9b:1::1", false),
            ("100::1", false),
            ("2001::1", false),
            ("2001:db8::1", false),
            ("2002:7f00:1::1", false),
            ("2002:101:101::1", false),
            ("fc00::1", false),
            ("fd00:ec2::254", false),
            ("fe80::1", false),
            ("fec0::1", false),
            ("ff02::1", false),
        ] {
            assert_eq!(Reach::default().admits(text.parse().expect("an address")), expected, "{text}");
        }
    }

    #[test]
    fn the_operator_may_allow_more() {
        let reach = Reach::with(vec!["10.1.0.0/16".parse().expect("a network"), "fd00::/8".parse().expect("a network")]);
        for (text, expected) in
            [("10.1.2.3", true), ("::ffff:10.1.2.3", true), ("10.2.0.1", false), ("fd12::1", true), ("fe80::1", false), ("1.1.1.1", true)]
        {
            assert_eq!(reach.admits(text.parse().expect("an address")), expected, "{text}");
        }
    }
}
