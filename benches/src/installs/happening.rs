//! What happens to the population: clicks, installs that follow them, and as many that follow nothing.

use super::people::{Network, People, Person};
use crate::load::Zipf;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use std::net::IpAddr;

/// How much goes on.
#[derive(Clone, Copy, Debug)]
pub struct Scenario {
    /// Makes everything.
    pub seed: u64,
    /// People.
    pub people: u32,
    /// Clicks on a phone and off it, a day.
    pub clicks_a_day: u32,
    /// Days whose installs are counted; seven before them have clicks only.
    pub days: u32,
}

/// A click, as the server sees it.
#[derive(Clone, Debug)]
pub struct Click {
    /// Milliseconds since the beginning.
    pub at: i64,
    /// The link.
    pub link: usize,
    /// The address that it came from.
    pub address: IpAddr,
    /// The user agent.
    pub agent: String,
    /// The first language that is asked for.
    pub language: &'static str,
}

/// An install, as the server sees it; and what is true of it.
#[derive(Clone, Debug)]
pub struct Install {
    /// Milliseconds since the beginning.
    pub at: i64,
    /// The address that it came from.
    pub address: IpAddr,
    /// What the app says as its user agent.
    pub agent: String,
    /// System and version.
    pub system: (&'static str, &'static str),
    /// The phone's language.
    pub language: &'static str,
    /// What led to it; None where nothing did.
    pub truth: Option<Truth>,
}

/// The click that led to an install.
#[derive(Clone, Copy, Debug)]
pub struct Truth {
    /// Its link.
    pub link: usize,
    /// How long before the install it was, in milliseconds.
    pub delay: i64,
    /// It came from the same address.
    pub same_address: bool,
}

/// All that happened, each kind in the order of time.
#[derive(Debug, Default)]
pub struct Happenings {
    /// Clicks.
    pub clicks: Vec<Click>,
    /// Installs of the days that are counted.
    pub installs: Vec<Install>,
}

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// Days of clicks before installs are counted: as long as the longest window.
const BEFORE: i64 = 7;

/// Links, the nth clicked as often as 1/n.
const LINKS: usize = 50;

impl Scenario {
    /// Lets it happen.
    #[must_use]
    pub fn happen(&self) -> Happenings {
        let (people, zipf) = (People::new(self.seed, self.people), Zipf::over(LINKS));
        let mut random = StdRng::seed_from_u64(self.seed + 1);
        let mut all = Happenings::default();
        let last = (BEFORE + i64::from(self.days)) * DAY;
        for _ in 0..i64::from(self.clicks_a_day) * (BEFORE + i64::from(self.days)) {
            let at = random.random_range(0..last);
            let person = people.person(random.random_range(0..people.count));
            visit(&mut all, &people, &person, at, zipf.draw(&mut random) % LINKS, &mut random);
        }
        all.installs.retain(|install| (BEFORE * DAY..last).contains(&install.at));
        // As many that nothing led to.
        for _ in 0..all.installs.len() {
            let person = people.person(random.random_range(0..people.count));
            let (at, network) = (random.random_range(BEFORE * DAY..last), network(&mut random));
            all.installs.push(install(&people, &person, at, network, None, &mut random));
        }
        all.clicks.sort_by_key(|click| click.at);
        all.installs.sort_by_key(|install| install.at);
        all
    }
}

/// Somebody opens a link, perhaps once more or another one soon after, and perhaps installs the app.
fn visit(all: &mut Happenings, people: &People, person: &Person, at: i64, link: usize, random: &mut StdRng) {
    let network = network(random);
    if random.random_bool(0.25) {
        all.clicks.push(desktop(people, person, at, link, random));
        return;
    }
    all.clicks.push(click(people, person, at, link, network, random));
    let (mut at, mut link) = (at, link);
    if random.random_bool(0.15) {
        at += random.random_range(10_000..60 * MINUTE);
        link = if random.random_bool(0.7) { link } else { random.random_range(0..LINKS) };
        all.clicks.push(click(people, person, at, link, network, random));
    }
    if random.random_bool(0.12) {
        let delay = delay(random);
        let later = if random.random_bool(stays(delay)) { network } else { other(network) };
        let click = all.clicks.last().map(|click| click.address);
        let same_address = click == Some(people.address(person, later));
        all.installs.push(install(people, person, at + delay, later, Some(Truth { link, delay, same_address }), random));
    }
}

fn click(people: &People, person: &Person, at: i64, link: usize, network: Network, random: &mut StdRng) -> Click {
    let address = if person.uses_relay { people.relay_exit(random) } else { people.address(person, network) };
    Click { at, link, address, agent: person.browser_agent(), language: person.browser_language }
}

fn desktop(people: &People, person: &Person, at: i64, link: usize, random: &mut StdRng) -> Click {
    const AGENTS: [&str; 3] = [
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36",
    ];
    let agent = AGENTS[random.random_range(0..AGENTS.len())].to_owned();
    Click { at, link, address: people.address(person, Network::Home), agent, language: person.browser_language }
}

fn install(people: &People, person: &Person, at: i64, network: Network, truth: Option<Truth>, random: &mut StdRng) -> Install {
    let (system, version) = person.system;
    let agent = if random.random_bool(0.6) { format!("Shop/2.1.0 {system}/{version}") } else { person.web_view_agent() };
    Install { at, address: people.address(person, network), agent, system: person.system, language: person.language, truth }
}

/// Minutes to days: half within ten minutes, 86 % within two hours, 99 % within a day.
fn delay(random: &mut StdRng) -> i64 {
    let normal = (0..12).map(|_| random.random::<f64>()).sum::<f64>() - 6.0;
    let minutes = 10.0 * (2.3 * normal).exp();
    ((minutes * MINUTE as f64) as i64).clamp(15_000, BEFORE * DAY)
}

/// How likely somebody is online as he was.
fn stays(delay: i64) -> f64 {
    match delay / MINUTE {
        ..15 => 0.95,
        15..120 => 0.85,
        120..1_440 => 0.65,
        _ => 0.55,
    }
}

fn network(random: &mut StdRng) -> Network {
    if random.random_bool(0.6) { Network::Home } else { Network::Carrier }
}

fn other(network: Network) -> Network {
    if network == Network::Home { Network::Carrier } else { Network::Home }
}
