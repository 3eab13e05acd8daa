//! Numbers, as they are answered: a script of requests in `golden/analytics.http`, on clicks that are few enough to be counted by hand.

use std::num::NonZeroU64;
use std::sync::Arc;
use trackway_app::keys;
use trackway_app::links::create::{CodeChoice, NewLink, create};
use trackway_app::projects::create::create as create_project;
use trackway_dialect_linkforty::{LinkForty, Sdk, openapi, router};
use trackway_domain::agent::{Agent, UserAgent};
use trackway_domain::click::ClickId;
use trackway_domain::click_token::ClickTokenKey;
use trackway_domain::code::Code;
use trackway_domain::destination::Destination;
use trackway_domain::link::LinkSettings;
use trackway_domain::place::Place;
use trackway_domain::platform::Platform;
use trackway_domain::project::ProjectId;
use trackway_domain::targeting::{Country, Language};
use trackway_domain::text::Name;
use trackway_domain::traffic::TrafficClass;
use trackway_domain::utm::Utm;
use trackway_domain::visitor::VisitorHash;
use trackway_store::clicks::{Checkpoint, ClickRow};
use trackway_store::links::LinkView;
use trackway_testbed::documents::assert_documented;
use trackway_testbed::recorded::Recorded;
use trackway_testbed::transcript::{Variables, transcript};
use trackway_testbed::{Testbed, samples};
use trackway_web::rate_limit::RateLimiter;
use uuid::Uuid;

/// When, on which link, by whom, from where, on what, and by which campaign. It is Saturday, 2026-03-21T04:08:45Z now.
const CLICKS: &[(&str, &str, u64, &str, Platform, &str)] = &[
    ("2026-03-21T04:08:00Z", "spring", 1, "DE Bayern München", Platform::Ios, "news"),
    ("2026-03-21T04:00:00Z", "spring", 1, "DE Bayern München", Platform::Ios, "news"),
    ("2026-03-21T00:00:00Z", "summer", 2, "FR IDF Paris", Platform::Web, ""),
    ("2026-03-20T23:59:59Z", "spring", 3, "US TX Paris", Platform::Android, "news"),
    ("2026-03-20T18:45:00Z", "spring", 4, "", Platform::Web, ""),
    ("2026-03-20T12:00:00Z", "spring", 0, "US TX Paris", Platform::Web, "bot"),
    ("2026-02-20T00:00:00Z", "summer", 5, "FR IDF Paris", Platform::Ios, ""),
    ("2026-02-19T23:59:59Z", "summer", 6, "FR IDF Paris", Platform::Ios, ""),
    ("2024-12-24T18:00:00Z", "summer", 7, "FR IDF Paris", Platform::Ios, ""),
];

#[tokio::test(flavor = "current_thread")]
async fn analytics() {
    let bed = Testbed::new().await;
    let key = bed.key("links:write stats:read").await;
    let actor = keys::authenticate::authenticate(&bed.app, &key).await.expect("a store").expect("a key");
    let project = create_project(&bed.app, &actor, Name::parse("Sales").expect("a name"), None).await.expect("a project").id;
    let mut views = Vec::new();
    for (code, project) in [("spring", Some(project)), ("summer", None)] {
        let destination = project.and_then(|_| Destination::parse("https://shop.example.com/").ok());
        let name = project.and_then(|_| Name::parse("Spring sale").ok());
        let settings = LinkSettings { project, name, destination, ..LinkSettings::default() };
        let code = CodeChoice::Custom(Code::custom(code).expect("a code"));
        let new = NewLink { account: None, template: None, code, is_for_everybody: false, settings };
        views.push(create(&bed.app, &actor, new).await.expect("a link"));
    }
    let clicks = (1..).zip(CLICKS).map(|(number, click)| row(number, &views, click)).collect();
    let checkpoint = Checkpoint { segment: Uuid::from_u128(1), from: 0, to: 1 };
    bed.app.store.clicks().ingest(clicks, checkpoint).await.expect("taken in");
    let router = router(LinkForty {
        app: Arc::clone(&bed.app),
        geography: Arc::default(),
        live: Arc::default(),
        limiter: Arc::new(RateLimiter::per_minute(1_000)),
        sdk: Sdk {
            click_tokens: ClickTokenKey::new(&[7; 32]),
            door: Arc::new(Recorded::default()).door(),
            limiter: Arc::new(RateLimiter::per_minute(100)),
        },
        template_optional: false,
    });
    let variables = variables(&bed, key, project, &views[0]).await;
    let written = transcript(&router, include_str!("golden/analytics.http"), variables).await;
    assert_documented(&openapi::document(&bed.app.public_url), &[""], &[&written]);
    insta::assert_snapshot!("analytics", written);
}

async fn variables(bed: &Testbed, key: String, project: ProjectId, spring: &LinkView) -> Variables {
    let named = [
        ("key", key),
        ("links", bed.key("links:read").await),
        ("project", project.to_string()),
        ("spring", spring.link.uuid.to_string()),
        ("spring number", spring.link.id.to_string()),
    ];
    named.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn row(number: u128, views: &[LinkView], click: &(&str, &str, u64, &str, Platform, &str)) -> ClickRow {
    let (at, code, visitor, place, platform, campaign) = *click;
    let view = views.iter().find(|view| view.link.code.as_str() == code).expect("a link");
    let mut parts = place.split(' ');
    let country = parts.next().and_then(Country::parse);
    let [region, city] = [parts.next(), parts.next()].map(|text| text.map(Box::from));
    let (system, browser) = match platform {
        Platform::Ios => (Some("iOS"), Some("Mobile Safari")),
        Platform::Android => (Some("Android"), None),
        Platform::Web => (None, Some("Firefox")),
    };
    let agent = Agent { system: system.map(Box::from), browser: browser.map(Box::from), ..Agent::default() };
    ClickRow {
        traffic: if campaign == "bot" { TrafficClass::Bot } else { TrafficClass::Human },
        platform,
        place: Arc::new(Place { time_zone: country.map(|_| Box::from("Europe/Berlin")), country, region, city }),
        language: Language::parse("de").filter(|_| place.starts_with("DE")),
        referrer: place.starts_with("FR").then(|| Arc::from("social.example.com")),
        user_agent: Arc::new(UserAgent { text: "".into(), agent }),
        visitor: NonZeroU64::new(visitor).map(VisitorHash),
        utm: Utm { campaign: Some(campaign.to_owned()).filter(|text| !text.is_empty()), ..Utm::default() },
        ..samples::click(ClickId(Uuid::from_u128(number)), view.link.id, at.parse().expect("an instant"))
    }
}
