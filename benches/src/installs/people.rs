//! Who there is: each person is made from the seed and his number alone, so that five million need no memory.

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use std::net::{IpAddr, Ipv4Addr};

/// People, and the addresses that they share.
pub struct People {
    seed: u64,
    /// How many there are.
    pub count: u32,
    /// Where each carrier address's users end, in the order of carrier numbers.
    carrier_ends: Vec<u32>,
}

/// One of them.
#[derive(Clone, Debug)]
pub struct Person {
    /// His number.
    pub number: u32,
    /// His phone's system as his apps say it: "iOS" and "26.1", "Android" and "15".
    pub system: (&'static str, &'static str),
    /// What his browser says.
    pub browser: Browser,
    /// His phone's language.
    pub language: &'static str,
    /// What his browser asks for first.
    pub browser_language: &'static str,
    /// His browser goes through a relay, his apps do not.
    pub uses_relay: bool,
}

/// Where people open links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    /// Safari or Chrome.
    Own,
    /// A page inside another app.
    WebView,
}

/// How somebody is online.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// At home, with his household.
    Home,
    /// By a carrier, with 20 to 200 others.
    Carrier,
}

/// Versions of iOS and Android with their shares in hundredths.
const IOS: [(&str, u32); 9] =
    [("26.1", 34), ("26.0", 12), ("18.7", 14), ("18.6", 12), ("18.5", 8), ("17.7", 6), ("17.6", 6), ("16.7", 5), ("15.8", 3)];
const ANDROID: [(&str, u32); 8] = [("16", 20), ("15", 25), ("14", 20), ("13", 14), ("12", 8), ("11", 6), ("10", 4), ("9", 3)];

/// Languages with their shares: most people of a country have one.
const LANGUAGES: [(&str, u32); 4] = [("en", 80), ("es", 12), ("fr", 4), ("de", 4)];

/// How many people share a household's address.
const HOUSEHOLD: u32 = 3;

/// Exits of the relay.
const RELAY_EXITS: u32 = 4_000;

impl People {
    /// So many people.
    #[must_use]
    pub fn new(seed: u64, count: u32) -> Self {
        let mut random = StdRng::seed_from_u64(seed);
        let mut carrier_ends = Vec::new();
        let mut end = 0;
        while end < count {
            end += random.random_range(20..=200_u32);
            carrier_ends.push(end);
        }
        Self { seed, count, carrier_ends }
    }

    /// A person by his number.
    #[must_use]
    pub fn person(&self, number: u32) -> Person {
        let mut random = StdRng::seed_from_u64(self.seed ^ (u64::from(number) << 20));
        let is_ios = random.random_bool(0.45);
        let system = if is_ios { ("iOS", pick(&mut random, &IOS)) } else { ("Android", pick(&mut random, &ANDROID)) };
        let browser = if random.random_bool(0.4) { Browser::WebView } else { Browser::Own };
        let language = pick(&mut random, &LANGUAGES);
        let browser_language = if random.random_bool(0.97) { language } else { pick(&mut random, &LANGUAGES) };
        Person { number, system, browser, language, browser_language, uses_relay: random.random_bool(0.15) }
    }

    /// The address that others see somebody at.
    #[must_use]
    pub fn address(&self, person: &Person, network: Network) -> IpAddr {
        match network {
            Network::Home => v4(16 << 24 | (person.number / HOUSEHOLD)),
            Network::Carrier => {
                // Households are not customers of one carrier address.
                let mixed = (u64::from(person.number) * 2_654_435_761 % u64::from(self.count)) as u32;
                v4(64 << 24 | self.carrier_ends.partition_point(|end| *end <= mixed) as u32)
            }
        }
    }

    /// The address of a relay's exit.
    pub fn relay_exit(&self, random: &mut StdRng) -> IpAddr {
        v4(128 << 24 | random.random_range(0..RELAY_EXITS))
    }
}

impl Person {
    /// What his browser says of itself.
    #[must_use]
    pub fn browser_agent(&self) -> String {
        let (system, version) = self.system;
        if system == "iOS" {
            // Since iOS 26 only Safari's own number tells the system's.
            let said = if version.starts_with("26") { "18.6" } else { version }.replace('.', "_");
            let start = format!("Mozilla/5.0 (iPhone; CPU iPhone OS {said} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)");
            return match self.browser {
                Browser::Own => format!("{start} Version/{version} Mobile/15E148 Safari/604.1"),
                Browser::WebView => format!("{start} Mobile/15E148"),
            };
        }
        match self.browser {
            Browser::Own => {
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36".to_owned()
            }
            Browser::WebView => self.web_view_agent(),
        }
    }

    /// What a page inside an app says, and what some libraries report as the app's agent.
    #[must_use]
    pub fn web_view_agent(&self) -> String {
        let (system, version) = self.system;
        if system == "iOS" {
            let said = if version.starts_with("26") { "18.6" } else { version }.replace('.', "_");
            return format!(
                "Mozilla/5.0 (iPhone; CPU iPhone OS {said} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"
            );
        }
        format!(
            "Mozilla/5.0 (Linux; Android {version}; Pixel 8 Build/AP1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/150.0.0.0 Mobile Safari/537.36"
        )
    }
}

fn pick(random: &mut StdRng, shares: &[(&'static str, u32)]) -> &'static str {
    let mut left = random.random_range(0..shares.iter().map(|(_, share)| share).sum::<u32>());
    for (value, share) in shares {
        if left < *share {
            return value;
        }
        left -= share;
    }
    shares[0].0
}

fn v4(bits: u32) -> IpAddr {
    IpAddr::V4(Ipv4Addr::from_bits(bits))
}
