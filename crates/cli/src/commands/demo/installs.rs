//! The demo's app: some of those who open its links install it. Most apps hand the click back that led to them; some cannot say.

use super::Story;
use super::links::DemoLink;
use super::visits::DemoClick;
use jiff::SignedDuration;
use std::collections::HashSet;
use std::net::{IpAddr, Ipv4Addr};
use trackway_app::installs::attribute::{Opening, attribute};
use trackway_domain::install::decide::Naming;
use trackway_domain::install::decision::Rule;
use trackway_domain::install::phone::{Phone, Timezone};
use trackway_domain::install::report::AppReport;
use trackway_domain::install::system_version::SystemVersion;
use trackway_domain::platform::Platform;
use trackway_domain::targeting::Language;

/// How many of the people who open a link of the app install it, and how many of these apps name the click.
const INSTALLED: f64 = 0.02;
const NAMED: f64 = 0.8;

/// Platform, version of the system, language and time zone of a phone.
const PHONES: &[(Platform, &str, &str, &str)] = &[
    (Platform::Ios, "18.6", "en", "America/New_York"),
    (Platform::Ios, "18.5", "de", "Europe/Berlin"),
    (Platform::Android, "15", "en", "Europe/London"),
    (Platform::Android, "14", "es", "Europe/Madrid"),
];

/// Makes the installs in the order of time; says how many there were.
pub(super) async fn make(story: &Story, links: &[DemoLink], clicks: &[DemoClick]) -> anyhow::Result<usize> {
    let of_app = links.iter().filter(|link| link.is_of_app).map(|link| link.id).collect::<HashSet<_>>();
    let led_there = clicks.iter().filter(|click| click.is_human && of_app.contains(&click.link) && story.chance.happens(INSTALLED));
    let wait = || SignedDuration::from_secs(60 + story.chance.below(3_600) as i64);
    let mut openings = led_there.map(|click| (click.at + wait(), click.id)).collect::<Vec<_>>();
    openings.sort_unstable();
    openings.retain(|(at, _)| *at < story.until);
    for (number, (at, click)) in openings.iter().enumerate() {
        story.clock.set(*at);
        let naming = story.chance.happens(NAMED).then_some(Naming { click: *click, rule: Rule::ClickId });
        attribute(&story.app, opening(story, number, naming)).await?;
    }
    Ok(openings.len())
}

fn opening(story: &Story, number: usize, naming: Option<Naming>) -> Opening {
    let (platform, version, language, timezone) = PHONES[story.chance.below(PHONES.len())];
    let phone = Phone {
        platform,
        version: SystemVersion::parse(version),
        language: Language::parse(language),
        timezone: Timezone::parse(timezone),
    };
    let report = AppReport {
        phone,
        user_agent: "Example/1.4".to_owned(),
        screen: None,
        app_version: Some("1.4".to_owned()),
        sdk_name: Some("example-kit".to_owned()),
        sdk_version: Some("1.0".to_owned()),
        naming,
    };
    let address = IpAddr::from(Ipv4Addr::new(198, 51, 100, 7));
    Opening { workspace: story.workspace.id, address, device: Some(format!("demo-{number}")), begun_at: None, report }
}
