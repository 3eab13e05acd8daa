//! The wire of apps, as it is: what each of the five public libraries sends in `apps/*.http`, what else there is to be sent, and everything
//! that comes back in `snapshots/`.

use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use trackway_app::Actor;
use trackway_app::accounts::create::NewAccount;
use trackway_app::links::create::{CodeChoice, NewLink, create};
use trackway_app::workspaces::found::{NewWorkspace, another};
use trackway_dialect_linkforty::{LinkForty, Sdk, router};
use trackway_domain::account::Handle;
use trackway_domain::click::ClickId;
use trackway_domain::click_token::ClickTokenKey;
use trackway_domain::code::Code;
use trackway_domain::deep_link::{AppScheme, DeepLink};
use trackway_domain::destination::Destination;
use trackway_domain::install::address::{Hour, TraceKey};
use trackway_domain::install::system_version::BrowserSystem;
use trackway_domain::install::trace::Trace;
use trackway_domain::key::{KeyScope, KeyScopes};
use trackway_domain::link::LinkSettings;
use trackway_domain::platform::Platform;
use trackway_domain::targeting::Language;
use trackway_domain::template::PlatformDestinations;
use trackway_domain::text::Name;
use trackway_domain::utm::Utm;
use trackway_domain::window::AttributionWindow;
use trackway_store::clicks::Checkpoint;
use trackway_store::links::{LinkKey, LinkView, Within};
use trackway_store::traces::NewTrace;
use trackway_testbed::recorded::Recorded;
use trackway_testbed::transcript::{Variables, transcript};
use trackway_testbed::{Testbed, samples};
use trackway_web::rate_limit::RateLimiter;
use uuid::Uuid;

const TOKENS: [u8; 32] = [7; 32];

/// An installation whose link was clicked: a week ago, an hour ago, by an iPhone and an Android phone of the tests' address, and after
/// everything else.
struct Stage {
    bed: Testbed,
    link: LinkView,
    recorded: Arc<Recorded>,
    variables: Variables,
}

fn click(number: u128) -> ClickId {
    ClickId(Uuid::from_u128(0x019d_0000_0000_7000_8000_0000_0000_0000 | number))
}

impl Stage {
    async fn new() -> Self {
        let bed = Testbed::new().await;
        let scopes = KeyScopes::new(vec![KeyScope::Admin]);
        let actor = Actor { workspace: bed.workspace.id, user: bed.workspace.owner, account: None, key: None, scopes };
        let code = CodeChoice::Custom(Code::custom("spring-app").expect("a code"));
        let new = NewLink { account: None, template: Some(bed.template().await.id), code, settings: settings(), is_for_everybody: false };
        let link = create(&bed.app, &actor, new).await.expect("a link");
        let tokens = ClickTokenKey::new(&TOKENS);
        let variables = [
            ("key", bed.key("links:read links:write conversions:write stats:read").await),
            ("weak", bed.key("links:read").await),
            ("admin", bed.key("admin").await),
            ("workspace", bed.workspace.id.to_string()),
            ("link", link.link.uuid.to_string()),
            ("slug", bed.template().await.slug.as_str().to_owned()),
            ("hour ago", click(1).to_string()),
            ("token", tokens.sign(click(1))),
            ("old token", tokens.sign(click(2))),
            ("late token", tokens.sign(click(3))),
            ("forged", ClickTokenKey::new(&[8; 32]).sign(click(1))),
            ("another", click(4).to_string()),
            ("unknown", click(99).to_string()),
        ];
        let variables = variables.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let stage = Self { bed, link, recorded: Arc::default(), variables };
        stage.clicked(1, 60).await;
        stage.clicked(2, 8 * 24 * 60).await;
        stage.clicked(3, 0).await;
        stage.clicked(4, 30).await;
        stage
    }

    fn minutes_ago(&self, minutes: i64) -> Timestamp {
        self.bed.app.clock.now().checked_sub(SignedDuration::from_mins(minutes)).expect("a time")
    }

    async fn clicked(&self, number: u128, minutes_ago: i64) {
        let row = samples::click(click(number), self.link.link.id, self.minutes_ago(minutes_ago));
        let checkpoint = Checkpoint { segment: Uuid::from_u128(number), from: 0, to: 1 };
        self.bed.app.store.clicks().ingest(vec![row], checkpoint).await.expect("taken in");
    }

    /// The workspace compares, and a phone has clicked from the address that all requests come from.
    async fn traced(&self, number: u128, platform: Platform, user_agent: &str) {
        let (traces, workspace, at) = (self.bed.app.store.traces(), self.bed.workspace.id, self.minutes_ago(30));
        traces.set_cap(workspace, AttributionWindow::from_hours(2).ok()).await.expect("a store");
        let hour = Hour::of(at);
        let key = traces.key(hour, TraceKey([1; 16])).await.expect("a key");
        let address = key.hash(workspace, "198.51.100.7".parse().expect("an address"));
        let (system, language) = (BrowserSystem::of(platform, user_agent), Language::parse("de"));
        let trace = Trace { click: click(number), link: self.link.link.id, at, platform, system, language, timezone: None };
        traces.remember(vec![NewTrace { hour, address, trace }]).await.expect("a store");
        self.clicked(number, 30).await;
    }

    async fn run(self, script: &str) -> String {
        self.run_within(60, script).await
    }

    /// With so many requests a minute from an address.
    async fn run_within(self, per_minute: u32, script: &str) -> String {
        let limiter = |limit| Arc::new(RateLimiter::per_minute(limit));
        let sdk = Sdk { click_tokens: ClickTokenKey::new(&TOKENS), door: self.recorded.door(), limiter: limiter(per_minute) };
        let app = Arc::clone(&self.bed.app);
        let state =
            LinkForty { app, geography: Arc::default(), live: Arc::default(), limiter: limiter(100), sdk, template_optional: false };
        let answered = transcript(&router(state), script, self.variables).await;
        let clicks = self.recorded.clicks();
        if clicks.is_empty() { answered } else { format!("{answered}### clicks\n{}\n", clicks.join("\n")) }
    }
}

fn settings() -> LinkSettings {
    let url = |text: &str| Destination::parse(text).ok();
    let parameters = serde_json::json!({"product": 123, "ref": "spring", "gift": true, "nothing": null});
    LinkSettings {
        destination: url("https://shop.example.com/product/123"),
        destinations: PlatformDestinations {
            ios_store: url("https://apps.apple.com/app/id123456789"),
            android_store: url("https://play.google.com/store/apps/details?id=com.example.shop"),
            web_fallback: url("https://shop.example.com/app"),
            ..PlatformDestinations::default()
        },
        deep_link: DeepLink {
            scheme: AppScheme::parse("myshop").ok(),
            path: Some("/product/123".to_owned()),
            parameters: parameters.as_object().expect("an object").clone(),
        },
        utm: Utm { source: Some("newsletter".to_owned()), campaign: Some("spring".to_owned()), ..Utm::default() },
        ..LinkSettings::default()
    }
}

const SAFARI: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4.1 Mobile/15E148 Safari/604.1";
const CHROME: &str = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36";

macro_rules! apps {
    ($($script:ident: $traces:expr),* $(,)?) => {$(
        #[tokio::test(flavor = "current_thread")]
        async fn $script() {
            let stage = Stage::new().await;
            let traces: &[(u128, Platform, &str)] = $traces;
            for (number, platform, user_agent) in traces {
                stage.traced(*number, *platform, user_agent).await;
            }
            insta::assert_snapshot!(stringify!($script), stage.run(include_str!(concat!("apps/", stringify!($script), ".http"))).await);
        }
    )*};
}
apps! {
    ios: &[(10, Platform::Ios, SAFARI)],
    android: &[],
    flutter: &[],
    react_native: &[(11, Platform::Android, CHROME)],
    expo: &[(10, Platform::Ios, SAFARI), (11, Platform::Android, CHROME)],
    install: &[],
    attribution: &[],
    event: &[],
    resolve: &[],
    app_links: &[],
    app_door: &[],
    install_numbers: &[],
    install_matching: &[],
}

#[tokio::test(flavor = "current_thread")]
async fn app_rate_limit() {
    let stage = Stage::new().await;
    insta::assert_snapshot!("app_rate_limit", stage.run_within(2, include_str!("apps/app_rate_limit.http")).await);
}

/// Without a key nobody could tell whose app it is.
#[tokio::test(flavor = "current_thread")]
async fn app_of_one_of_two() {
    let stage = Stage::new().await;
    let account = NewAccount {
        handle: Handle::parse("another").expect("a handle"),
        profile: Destination::parse("https://another.example.com/").expect("a URL"),
        name: None,
        email: None,
        country: None,
    };
    let second = NewWorkspace { name: Name::parse("Another").expect("a name"), account };
    another(&stage.bed.app, second).await.expect("a workspace");
    insta::assert_snapshot!("app_of_one_of_two", stage.run(include_str!("apps/app_of_one_of_two.http")).await);
}

/// What an app tells with a key is money of the link that led to it; what it tells without one is not.
#[tokio::test(flavor = "current_thread")]
async fn money_is_the_links_only_where_a_key_came_with_it() {
    let traced = (10, Platform::Ios, SAFARI);
    let cases = [
        (include_str!("apps/ios.http"), Some(traced), 9_990),
        (include_str!("apps/event.http"), None, 12_345),
        (include_str!("apps/flutter.http"), None, 0),
    ];
    for (script, trace, expected) in cases {
        let stage = Stage::new().await;
        if let Some((number, platform, user_agent)) = trace {
            stage.traced(number, platform, user_agent).await;
        }
        let (store, workspace, link) = (Arc::clone(&stage.bed.app.store), stage.bed.workspace.id, stage.link.link.id);
        stage.run(script).await;
        let view = store.links().find(Within { workspace, account: None }, &LinkKey::Id(link)).await.expect("a store").expect("a link");
        assert_eq!(view.totals.gross.0, expected);
    }
}
