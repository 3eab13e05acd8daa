//! Why installs were credited, on the wire.

use jiff::SignedDuration;
use std::net::IpAddr;
use std::num::NonZeroU16;
use std::sync::Arc;
use trackway_app::Actor;
use trackway_app::installs::attribute::{Opening, attribute};
use trackway_app::links::create::{CodeChoice, NewLink, create};
use trackway_dialect_trackway::{Trackway, router};
use trackway_domain::click::ClickId;
use trackway_domain::code::Code;
use trackway_domain::install::address::{Hour, TraceKey};
use trackway_domain::install::decide::Naming;
use trackway_domain::install::decision::Rule;
use trackway_domain::install::phone::{Phone, Timezone};
use trackway_domain::install::report::AppReport;
use trackway_domain::install::system_version::{BrowserSystem, SystemVersion};
use trackway_domain::install::trace::Trace;
use trackway_domain::key::{KeyScope, KeyScopes};
use trackway_domain::link::{LinkId, LinkSettings};
use trackway_domain::platform::Platform;
use trackway_domain::targeting::Language;
use trackway_domain::window::AttributionWindow;
use trackway_store::clicks::Checkpoint;
use trackway_store::traces::NewTrace;
use trackway_testbed::transcript::{Variables, transcript};
use trackway_testbed::{Testbed, samples};
use trackway_web::rate_limit::RateLimiter;
use uuid::Uuid;

const HERE: [u8; 4] = [198, 51, 100, 7];
const THERE: [u8; 4] = [198, 51, 100, 8];

fn click(number: u32) -> ClickId {
    ClickId(Uuid::from_u128(0x019d_0000_0000_7000_8000_0000_0000_0000 | u128::from(number)))
}

async fn link(bed: &Testbed, code: &str) -> LinkId {
    let scopes = KeyScopes::new(vec![KeyScope::Admin]);
    let actor = Actor { workspace: bed.workspace.id, user: bed.workspace.owner, account: None, key: None, scopes };
    let code = CodeChoice::Custom(Code::custom(code).expect("a code"));
    let new = NewLink { account: None, template: None, code, settings: LinkSettings::default(), is_for_everybody: false };
    create(&bed.app, &actor, new).await.expect("a link").link.id
}

/// A click from an address, which leaves a trace.
async fn clicked(bed: &Testbed, number: u32, link: LinkId, address: [u8; 4], platform: Platform, minutes_ago: i64) {
    let at = bed.app.clock.now().checked_sub(SignedDuration::from_mins(minutes_ago)).expect("a time");
    let checkpoint = Checkpoint { segment: Uuid::from_u128(number.into()), from: 0, to: 1 };
    bed.app.store.clicks().ingest(vec![samples::click(click(number), link, at)], checkpoint).await.expect("taken in");
    let (traces, hour) = (bed.app.store.traces(), Hour::of(at));
    let key = traces.key(hour, TraceKey([1; 16])).await.expect("a key");
    let (system, timezone) = (BrowserSystem::Unknown, Timezone::parse("Europe/Vienna"));
    let trace = Trace { click: click(number), link, at, platform, system, language: Language::parse("de"), timezone };
    traces.remember(vec![NewTrace { hour, address: key.hash(bed.workspace.id, IpAddr::from(address)), trace }]).await.expect("kept");
}

async fn installed(bed: &Testbed, app: &str, address: [u8; 4], naming: Option<ClickId>) -> String {
    let phone = Phone {
        platform: Platform::Ios,
        version: SystemVersion::parse("17.4"),
        language: Language::parse("de"),
        timezone: Timezone::parse("Europe/Berlin"),
    };
    let report = AppReport {
        phone,
        user_agent: app.to_owned(),
        screen: None,
        app_version: None,
        sdk_name: Some("ios".to_owned()),
        sdk_version: None,
        naming: naming.map(|click| Naming { click, rule: Rule::ClickId }),
    };
    let opening = Opening { workspace: bed.workspace.id, address: IpAddr::from(address), device: None, begun_at: None, report };
    attribute(&bed.app, opening).await.expect("a store").id.to_string()
}

#[tokio::test(flavor = "current_thread")]
async fn install_explanations() {
    let bed = Testbed::new().await;
    let (first, second) = (link(&bed, "first-link").await, link(&bed, "second-link").await);
    let silent = installed(&bed, "Silent/1", HERE, None).await;
    bed.app.store.traces().set_cap(bed.workspace.id, AttributionWindow::from_hours(2).ok()).await.expect("a store");
    clicked(&bed, 1, first, HERE, Platform::Ios, 60).await;
    clicked(&bed, 2, first, HERE, Platform::Ios, 30).await;
    clicked(&bed, 3, second, HERE, Platform::Android, 20).await;
    clicked(&bed, 4, first, THERE, Platform::Ios, 50).await;
    clicked(&bed, 5, second, THERE, Platform::Ios, 40).await;
    clicked(&bed, 6, second, [203, 0, 113, 1], Platform::Ios, 10).await;
    let installs = [
        ("named", installed(&bed, "Named/1", HERE, Some(click(6))).await),
        ("second", installed(&bed, "Second/1", HERE, Some(click(6))).await),
        ("waiting", installed(&bed, "Waiting/1", HERE, Some(click(99))).await),
        ("traced", installed(&bed, "Traced/1", HERE, None).await),
        ("ambiguous", installed(&bed, "Ambiguous/1", THERE, None).await),
        ("silent", silent),
        ("key", bed.key("stats:read").await),
        ("links", bed.key("links:read").await),
    ];
    let variables = installs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Variables>();
    let router = router(Trackway {
        app: Arc::clone(&bed.app),
        limiter: Arc::new(RateLimiter::per_minute(100)),
        password_guesses: Arc::new(RateLimiter::sliding(10)),
        visitor_days: NonZeroU16::MIN,
    });
    insta::assert_snapshot!("install_explanations", transcript(&router, include_str!("golden/install_explanations.http"), variables).await);
}
