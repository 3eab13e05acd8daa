//! Questions about clicks, as they are answered: scripts of requests in `golden/stats*.http`, on clicks that are few enough to be counted
//! by hand.

use jiff::Timestamp;
use std::num::{NonZeroU16, NonZeroU64};
use std::sync::Arc;
use trackway_app::links::create::{CodeChoice, NewLink, create};
use trackway_app::{keys, links};
use trackway_dialect_trackway::{Trackway, router};
use trackway_domain::account::AccountId;
use trackway_domain::agent::{Agent, DeviceClass, UserAgent};
use trackway_domain::click::ClickId;
use trackway_domain::code::Code;
use trackway_domain::destination::Destination;
use trackway_domain::link::LinkSettings;
use trackway_domain::place::Place;
use trackway_domain::platform::Platform;
use trackway_domain::targeting::{Country, Language};
use trackway_domain::text::{Name, Tag};
use trackway_domain::traffic::TrafficClass;
use trackway_domain::visitor::VisitorHash;
use trackway_store::clicks::{Checkpoint, ClickRow};
use trackway_store::links::{LinkKey, LinkView};
use trackway_testbed::transcript::{Variables, transcript};
use trackway_testbed::{Testbed, samples};
use trackway_web::rate_limit::RateLimiter;
use uuid::Uuid;

/// When, on which link, by whom, from where, and what he came by. It is Saturday, 2026-03-21T04:08:45Z now.
const CLICKS: &[(&str, &str, u64, &str, &str, &str)] = &[
    ("2026-03-21T04:08:00Z", "spring", 1, "DE", "phone", "human"),
    ("2026-03-21T04:00:00Z", "spring", 1, "DE", "phone", "human"),
    ("2026-03-21T00:00:00Z", "summer", 2, "FR", "desktop", "human"),
    ("2026-03-20T23:59:59Z", "spring", 3, "DE", "desktop", "human"),
    ("2026-03-20T18:45:00Z", "spring", 4, "", "phone", "human"),
    ("2026-03-20T12:00:00Z", "spring", 0, "US", "other", "bot"),
    ("2026-03-20T11:59:00Z", "gone", 5, "US", "tablet", "human"),
    ("2026-03-20T04:00:00Z", "spring", 6, "DE", "phone", "human"),
    ("2026-03-19T04:00:00Z", "summer", 7, "FR", "phone", "human"),
    ("2026-03-19T03:00:00Z", "summer", 8, "BR", "phone", "preview"),
    ("2026-01-15T10:00:00Z", "summer", 9, "BR", "phone", "human"),
    ("2026-01-15T11:00:00Z", "summer", 9, "BR", "phone", "human"),
];

/// An installation with three links, one of them deleted, that were clicked.
async fn stage() -> (Testbed, Variables) {
    let bed = Testbed::new().await;
    let alice = bed.account("alice").await;
    let key = bed.key("links:write stats:read conversions:write").await;
    let actor = keys::authenticate::authenticate(&bed.app, &key).await.expect("a store").expect("a key");
    let mut views = Vec::new();
    for (code, name, tags) in [("spring", Some("Spring sale"), &["sale", "de, at"][..]), ("summer", None, &["sale"]), ("gone", None, &[])] {
        let settings = LinkSettings {
            name: name.map(|name| Name::parse(name).expect("a name")),
            destination: Destination::parse("https://shop.example.com/").ok(),
            tags: tags.iter().map(|tag| Tag::parse(tag).expect("a tag")).collect(),
            ..LinkSettings::default()
        };
        let code = CodeChoice::Custom(Code::custom(code).expect("a code"));
        let account = (views.len() == 1).then_some(AccountId(alice.id.0));
        let new = NewLink { account, template: None, code, is_for_everybody: false, settings };
        views.push(create(&bed.app, &actor, new).await.expect("a link"));
    }
    let clicks = (1..).zip(CLICKS).map(|(number, click)| row(number, &views, click)).collect();
    let checkpoint = Checkpoint { segment: Uuid::from_u128(1), from: 0, to: 1 };
    bed.app.store.clicks().ingest(clicks, checkpoint).await.expect("taken in");
    links::delete::delete(&bed.app, actor.within(), actor.doer(), &LinkKey::Id(views[2].link.id)).await.expect("deleted");
    let named = [
        ("key", key),
        ("links", bed.key("links:read").await),
        ("numbers", bed.key("stats:read").await),
        ("spring", views[0].link.uuid.to_string()),
        ("alice", alice.id.to_string()),
        ("click 1", Uuid::from_u128(1).to_string()),
        ("click 2", Uuid::from_u128(2).to_string()),
        ("click 3", Uuid::from_u128(3).to_string()),
        ("click 7", Uuid::from_u128(7).to_string()),
    ];
    let variables = named.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    (bed, variables)
}

fn row(number: u128, views: &[LinkView], click: &(&str, &str, u64, &str, &str, &str)) -> ClickRow {
    let (at, code, visitor, country, device, traffic) = *click;
    let view = views.iter().find(|view| view.link.code.as_str() == code).expect("a link");
    let device = DeviceClass::ALL.into_iter().find(|class| class.as_str() == device).expect("a class");
    ClickRow {
        traffic: TrafficClass::ALL.into_iter().find(|class| class.as_str() == traffic).expect("a class"),
        platform: if device == DeviceClass::Phone { Platform::Ios } else { Platform::Web },
        place: Arc::new(Place { country: Country::parse(country), ..Place::default() }),
        language: Language::parse("de").filter(|_| country == "DE"),
        referrer: (country == "FR").then(|| "social.example.com".into()),
        user_agent: Arc::new(UserAgent { text: "".into(), agent: Agent { device, ..Agent::default() } }),
        visitor: NonZeroU64::new(visitor).map(VisitorHash),
        ..samples::click(ClickId(Uuid::from_u128(number)), view.link.id, at.parse::<Timestamp>().expect("an instant"))
    }
}

macro_rules! golden {
    ($($script:ident),* $(,)?) => {$(
        #[tokio::test(flavor = "current_thread")]
        async fn $script() {
            let (bed, variables) = stage().await;
            let limiter = Arc::new(RateLimiter::per_minute(1_000));
            let router = router(Trackway { app: Arc::clone(&bed.app), limiter, password_guesses: Arc::new(RateLimiter::sliding(10)), visitor_days: NonZeroU16::MIN });
            let script = include_str!(concat!("golden/", stringify!($script), ".http"));
            insta::assert_snapshot!(stringify!($script), transcript(&router, script, variables).await);
        }
    )*};
}
golden!(stats_overview, stats_timeseries, stats_breakdown, stats_links, stats_conversions, stats_filters, stats_faults);
