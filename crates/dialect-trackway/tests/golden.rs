//! The wire, as it is: scripts of requests in `golden/*.http`, and everything that comes back in `snapshots/`.

use axum::Router;
use axum::body::Body;
use axum::middleware::{Next, from_fn};
use http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use jiff::{SignedDuration, Timestamp};
use std::num::NonZeroU16;
use std::sync::Arc;
use tower::ServiceExt as _;
use trackway_app::links::create::{CodeChoice, NewLink, create};
use trackway_app::sessions::act::ShownSession;
use trackway_app::users::create::{NewUser, create as create_user};
use trackway_app::users::sign_in::sign_in;
use trackway_app::users::sign_in_with_key::sign_in_with_key;
use trackway_app::{Actor, App, keys};
use trackway_dialect_trackway::{Trackway, router};
use trackway_domain::account::Account;
use trackway_domain::audit::Doer;
use trackway_domain::click::ClickId;
use trackway_domain::code::Code;
use trackway_domain::cost::{Cost, CostModel};
use trackway_domain::inbound::{InboundPlatform, InboundSecret};
use trackway_domain::link::LinkSettings;
use trackway_domain::money::{Currency, Mills};
use trackway_domain::secret::Secret;
use trackway_domain::text::{Name, Tag};
use trackway_domain::user::{Email, Password, Role};
use trackway_domain::window::AttributionWindow;
use trackway_store::clicks::Checkpoint;
use trackway_store::links::{LinkKey, LinkView};
use trackway_testbed::Testbed;
use trackway_testbed::failing::Trouble;
use trackway_testbed::samples;
use trackway_testbed::transcript::{Variables, transcript};
use trackway_web::rate_limit::RateLimiter;
use uuid::Uuid;

/// An installation with two creators, who have links that were clicked, and what scripts call them.
struct Stage {
    testbed: Testbed,
    alice: Account,
    actor: Actor,
    variables: Variables,
}

const SECRET: &str = "whsec_0123456789abcdef";

/// A click on `number`'s link that has arrived, or will.
fn click(number: u32) -> ClickId {
    ClickId(Uuid::from_u128(0x019d_0000_0000_7000_8000_0000_0000_0000 | u128::from(number)))
}

impl Stage {
    async fn new() -> Self {
        let testbed = Testbed::new().await;
        let (alice, bob) = (testbed.account("alice").await, testbed.account("bob").await);
        let key = testbed.key("conversions:write stats:read").await;
        let actor = keys::authenticate::authenticate(&testbed.app, &key).await.expect("a store").expect("a key");
        let mut stage = Self { testbed, alice, actor, variables: Variables::new() };
        let first = stage.link("first-link", stage.alice.clone()).await;
        let second = stage.link("second-link", stage.alice.clone()).await;
        let of_bob = stage.link("bobs-link", bob.clone()).await;
        stage.ingest(&[(1, &first), (2, &second), (3, &of_bob)]).await;
        let named = [
            ("key", key),
            ("reader", stage.testbed.key("stats:read").await),
            ("writer", stage.testbed.key("conversions:write").await),
            ("links", stage.testbed.key("links:read").await),
            ("alice", stage.alice.id.to_string()),
            ("alice public", stage.alice.id.public()),
            ("bob", bob.id.to_string()),
            ("first", first.link.uuid.to_string()),
            ("first number", first.link.id.to_string()),
            ("second", second.link.uuid.to_string()),
            ("click 1", click(1).to_string()),
            ("click 2", click(2).to_string()),
            ("click of bob", click(3).to_string()),
            ("click to come", click(4).to_string()),
            ("secret", SECRET.to_owned()),
        ];
        stage.variables.extend(named.into_iter().map(|(name, value)| (name.to_owned(), value)));
        for platform in InboundPlatform::ALL {
            let secret = InboundSecret::parse(SECRET).expect("a secret");
            trackway_app::inbound::set_secret::set_secret(&stage.testbed.app, Doer::CommandLine, &stage.alice, platform, Some(secret))
                .await
                .expect("a store");
        }
        stage
    }

    /// With a key that administers: made only where it is asked for, since each key that is made changes what is random after it.
    async fn with_admin() -> Self {
        let mut stage = Self::new().await;
        let key = stage.testbed.key("admin").await;
        stage.variables.insert("admin".to_owned(), key);
        stage
    }

    async fn link(&self, code: &str, account: Account) -> LinkView {
        self.link_with(code, account, LinkSettings::default()).await
    }

    async fn link_with(&self, code: &str, account: Account, settings: LinkSettings) -> LinkView {
        let code = CodeChoice::Custom(Code::custom(code).expect("a code"));
        let new = NewLink { account: Some(account.id), template: None, code, is_for_everybody: false, settings };
        create(&self.testbed.app, &self.actor, new).await.expect("a link")
    }

    async fn ingest(&self, clicks: &[(u32, &LinkView)]) {
        let at = |number: &u32| Timestamp::from_second(1_774_000_000 + i64::from(*number)).expect("a time");
        let row = |(number, view): &(u32, &LinkView)| samples::click(click(*number), view.link.id, at(number));
        let checkpoint = Checkpoint { segment: Uuid::from_u128(u128::from(clicks[0].0)), from: 0, to: 1 };
        self.app().store.clicks().ingest(clicks.iter().map(row).collect(), checkpoint).await.expect("ingested");
    }

    fn app(&self) -> &Arc<App> {
        &self.testbed.app
    }

    fn serve(&self, limit: u32) -> Router {
        router(trackway(Arc::clone(self.app()), limit))
    }

    async fn play(&self, script: &str) -> String {
        transcript(&self.serve(1_000), script, self.variables.clone()).await
    }
}

fn trackway(app: Arc<App>, limit: u32) -> Trackway {
    Trackway {
        app,
        limiter: Arc::new(RateLimiter::per_minute(limit)),
        password_guesses: Arc::new(RateLimiter::sliding(10)),
        visitor_days: NonZeroU16::MIN,
    }
}

macro_rules! golden {
    ($($script:ident),* $(,)?) => {$(
        #[tokio::test(flavor = "current_thread")]
        async fn $script() {
            let stage = Stage::new().await;
            insta::assert_snapshot!(stringify!($script), stage.play(include_str!(concat!("golden/", stringify!($script), ".http"))).await);
        }
    )*};
}
golden!(conversions, faults, door, postback, fansly, people);

#[tokio::test(flavor = "current_thread")]
async fn ranked() {
    let mut stage = Stage::new().await;
    stage.variables.insert("tagger".to_owned(), stage.testbed.key("links:write").await);
    insta::assert_snapshot!(stage.play(include_str!("golden/ranked.http")).await);
}

#[tokio::test(flavor = "current_thread")]
async fn audit() {
    let stage = Stage::with_admin().await;
    let within = stage.actor.within();
    let link = stage.link("last-link", stage.alice.clone()).await;
    trackway_app::links::delete::delete(stage.app(), within, stage.actor.doer(), &LinkKey::Uuid(link.link.uuid)).await.expect("a link");
    insta::assert_snapshot!("audit", stage.play(include_str!("golden/audit.http")).await);
}

#[tokio::test(flavor = "current_thread")]
async fn rate_limit() {
    let stage = Stage::new().await;
    let script = include_str!("golden/rate_limit.http");
    insta::assert_snapshot!("rate_limit", transcript(&stage.serve(2), script, stage.variables.clone()).await);
}

#[tokio::test(flavor = "current_thread")]
async fn accounts() {
    let mut stage = Stage::new().await;
    stage.variables.insert("admin".to_owned(), stage.testbed.key("admin").await);
    insta::assert_snapshot!("accounts", stage.play(include_str!("golden/accounts.http")).await);
}

/// What pages of ours do with a session. Here a header stands for the cookie, which another crate reads.
#[tokio::test(flavor = "current_thread")]
async fn users() {
    let stage = Stage::new().await;
    let (app, admin) = (stage.app(), stage.testbed.key("admin").await);
    let session = sign_in_with_key(app, &admin).await.expect("a store").expect("an admin's key");
    let mut variables = stage.variables.clone();
    variables.insert("session".to_owned(), session.reveal().to_owned());
    variables.insert("admin".to_owned(), admin);
    variables.insert("owner".to_owned(), stage.testbed.workspace.owner.to_string());
    for (name, role) in [("admin session", Role::Admin), ("viewer session", Role::Viewer)] {
        let email = format!("{}@example.com", role.as_str());
        let new = NewUser {
            email: Email::parse(&email).expect("an address"),
            name: Name::parse(role.as_str()).expect("a name"),
            role,
            password: Password::new("correct horse").expect("a password"),
        };
        create_user(app, &stage.testbed.workspace, Doer::CommandLine, new).await.expect("a person");
        let session = sign_in(app, &email, Password::presented("correct horse")).await.expect("a store").expect("a session");
        variables.insert(name.to_owned(), session.reveal().to_owned());
    }
    let router = stage.serve(1_000).layer(from_fn(|mut request: axum::extract::Request, next: Next| async {
        if let Some(secret) = request.headers().get("x-session").and_then(|value| value.to_str().ok()) {
            let session = ShownSession { secret: Arc::new(Secret::presented(secret)), workspace: None };
            request.extensions_mut().insert(session);
        }
        next.run(request).await
    }));
    insta::assert_snapshot!("users", transcript(&router, include_str!("golden/users.http"), variables).await);
}

/// A client may come back to a store that is away, but not to one that is broken.
#[tokio::test(flavor = "current_thread")]
async fn store_trouble() {
    let stage = Stage::new().await;
    for (name, trouble) in [("store_away", Trouble::Unavailable), ("store_broken", Trouble::Broken)] {
        let state = trackway(stage.testbed.with_failing_links(trouble), 100);
        let script = include_str!("golden/store_trouble.http");
        insta::assert_snapshot!(name, transcript(&router(state), script, stage.variables.clone()).await);
    }
}

/// What was reported of a click that had not arrived is credited when it has.
#[tokio::test(flavor = "current_thread")]
async fn the_click_comes_later() {
    let stage = Stage::new().await;
    let before = stage.play(include_str!("golden/before_the_click.http")).await;
    let late = stage.link("late-link", stage.alice.clone()).await;
    stage.ingest(&[(4, &late)]).await;
    let after = stage.play("### after the click has arrived\nGET /api/conversions\nx-api-key: {{key}}\n").await;
    insta::assert_snapshot!("the_click_comes_later", format!("{before}{after}"));
    let totals = stage.app().store.links().find(stage.actor.within(), &trackway_store::links::LinkKey::Id(late.link.id)).await;
    let totals = totals.unwrap().unwrap().totals;
    assert_eq!((totals.claims, totals.follows, totals.gross.0), (1, 1, 9_990));
}

#[tokio::test(flavor = "current_thread")]
async fn attribution() {
    let mut stage = Stage::new().await;
    stage.variables.insert("admin".to_owned(), stage.testbed.key("admin").await);
    let settings = LinkSettings { window: AttributionWindow::from_hours(1).ok(), ..LinkSettings::default() };
    stage.link_with("brief-link", stage.alice.clone(), settings).await;
    insta::assert_snapshot!(stage.play(include_str!("golden/attribution.http")).await);
}

/// Clicks and conversions one by one: in pages, and as exports.
#[tokio::test(flavor = "current_thread")]
async fn raw_log() {
    let stage = Stage::new().await;
    insta::assert_snapshot!(stage.play(include_str!("golden/raw_log.http")).await);
}

#[tokio::test(flavor = "current_thread")]
async fn persons() {
    let mut stage = Stage::new().await;
    stage.variables.insert("admin".to_owned(), stage.testbed.key("admin").await);
    insta::assert_snapshot!(stage.play(include_str!("golden/persons.http")).await);
    assert_eq!(stage.app().store.books().differences(Box::new(|_, _| {})).await.unwrap(), []);
}

#[tokio::test(flavor = "current_thread")]
async fn shares() {
    let mut stage = Stage::new().await;
    stage.variables.insert("admin".to_owned(), stage.testbed.key("admin").await);
    let settings = LinkSettings { tags: vec![Tag::parse("<spring>").unwrap()], ..LinkSettings::default() };
    let tagged = stage.link_with("tagged-link", stage.alice.clone(), settings).await;
    stage.ingest(&[(5, &tagged), (6, &tagged)]).await;
    insta::assert_snapshot!(stage.play(include_str!("golden/shares.http")).await);
}

#[tokio::test(flavor = "current_thread")]
async fn returns() {
    let stage = Stage::new().await;
    for (code, number, (model, amount, currency)) in [
        ("clicked-link", 7, (CostModel::PerClick, "0.25", "USD")),
        ("posted-link", 8, (CostModel::Fixed, "20", "EUR")),
        ("subscribed-link", 9, (CostModel::PerSubscriber, "3.333", "USD")),
    ] {
        let cost = Cost::new(model, Mills::parse(amount).unwrap(), Currency::parse(currency).unwrap()).ok();
        let link = stage.link_with(code, stage.alice.clone(), LinkSettings { cost, ..LinkSettings::default() }).await;
        stage.ingest(&[(number, &link), (number + 10, &link), (number + 20, &link)]).await;
    }
    insta::assert_snapshot!(stage.play(include_str!("golden/returns.http")).await);
}

/// Each delivery and what is answered; the signature is made over these very bytes.
#[tokio::test(flavor = "current_thread")]
async fn fanvue() {
    let stage = Stage::new().await;
    let secret = InboundSecret::parse(SECRET).expect("a secret");
    let path = format!("/inbound/fanvue/{}", stage.alice.id);
    let sender = r#""sender":{"uuid":"5939ae62-3eb5-4433-954f-f78c7b4282f3","handle":"fan","displayName":"Fan","avatarUrl":null}"#;
    let follow = format!(r#"{{"recipientUuid":"c",{sender},"timestamp":"2026-03-20T10:00:00.000Z"}}"#);
    let payment = r#"{"id":"evt-1","type":"creator.payment.succeeded","timestamp":"2026-03-20T11:00:00.000Z","data":{"fan":{"uuid":"u1"},"gross":1000,"net":800,"currency":"USD","tracking":{"link_url":"second-link"}}}"#.to_owned();
    let unknown = r#"{"id":"evt-2","type":"creator.message.received","data":{}}"#;
    let gone = payment.replace("evt-1", "evt-3").replace("second-link", "no-such-link");
    let changed = payment.replace("1000", "2000");
    let now = stage.app().clock.now();
    let mut written = String::new();
    for (title, body, signature) in [
        ("a follow", follow.as_str(), secret.sign(follow.as_bytes(), now)),
        ("the same again", &follow, secret.sign(follow.as_bytes(), now)),
        ("a payment with its link", &payment, secret.sign(payment.as_bytes(), now)),
        ("the same id and another amount", &changed, secret.sign(changed.as_bytes(), now)),
        ("a link that is not there", &gone, secret.sign(gone.as_bytes(), now)),
        ("not understood", unknown, secret.sign(unknown.as_bytes(), now)),
        ("not understood, again", unknown, secret.sign(unknown.as_bytes(), now)),
        ("no JSON", "hello", secret.sign(b"hello", now)),
        ("without a signature", &follow, String::new()),
        ("signed over something else", &follow, secret.sign(b"{}", now)),
        ("signed too long ago", &follow, secret.sign(follow.as_bytes(), now - SignedDuration::from_secs(301))),
    ] {
        let request = Request::post(&path).header("x-fanvue-signature", signature).body(Body::from(body.to_owned())).expect("a request");
        let (status, answer) = send(&stage, request).await;
        written.push_str(&format!("### {title}\n{body}\n→ {status}\n{answer}\n\n"));
    }
    written.push_str(&stage.play("### what came of it\nGET /api/conversions\nx-api-key: {{key}}\n").await);
    insta::assert_snapshot!("fanvue", written);
    let kept = stage.app().store.inbound().list(stage.alice.id, 10).await.unwrap();
    let reasons = kept.iter().map(|event| event.reason.as_str()).collect::<Vec<_>>();
    assert_eq!(kept.len(), 3, "{reasons:?}");
}

/// Somebody who follows two creators at once is reported to both, and both count him.
#[tokio::test(flavor = "current_thread")]
async fn the_same_event_of_two_accounts_is_two_events() {
    let stage = Stage::new().await;
    let carol = stage.testbed.account("carol").await;
    let secret = InboundSecret::parse(SECRET).expect("a secret");
    let app = &stage.testbed.app;
    trackway_app::inbound::set_secret::set_secret(app, Doer::CommandLine, &carol, InboundPlatform::Fansly, Some(secret)).await.unwrap();
    let event = r#"{"id": "e1", "event": "fansly.follows.new", "payload": {"followerId": "88"}}"#;
    for expected in ["recorded", "duplicate"] {
        for account in [&stage.alice, &carol] {
            let request = Request::post(format!("/inbound/fansly/{}/{SECRET}", account.id)).body(Body::from(event)).expect("a request");
            let (status, answer) = send(&stage, request).await;
            assert_eq!(status, StatusCode::OK, "{answer}");
            assert!(answer.contains(expected), "{answer}");
        }
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_batch_is_answered_in_place_and_recorded_once() {
    let stage = Stage::new().await;
    let item = |number: usize| {
        format!(
            r#"{{"type":"sale","person":{{"externalId":"p{}"}},"code":"first-link","gross":"0.01","currency":"USD","idempotencyKey":"k{number}"}}"#,
            number % 100
        )
    };
    let body = |count: usize| format!(r#"{{"conversions":[{}]}}"#, (0..count).map(item).collect::<Vec<_>>().join(","));
    for (count, expected) in [(1_000, StatusCode::OK), (1_000, StatusCode::OK), (1_001, StatusCode::BAD_REQUEST)] {
        let request = Request::post("/api/conversions").header("x-api-key", &stage.variables["key"]).body(Body::from(body(count)));
        let (status, answer) = send(&stage, request.expect("a request")).await;
        assert_eq!(status, expected, "{answer}");
    }
    let key = trackway_store::links::LinkKey::Code("first-link".to_owned());
    let totals = stage.app().store.links().find(stage.actor.within(), &key).await.unwrap().unwrap().totals;
    assert_eq!((totals.gross.0, totals.claims), (10_000, 100));
    assert_eq!(stage.app().store.books().differences(Box::new(|_, _| {})).await.unwrap(), []);
}

async fn send(stage: &Stage, request: Request<Body>) -> (StatusCode, String) {
    let response = stage.serve(1_000).oneshot(request).await.expect("an answer");
    let status = response.status();
    let body = response.into_body().collect().await.expect("a body").to_bytes();
    (status, String::from_utf8_lossy(&body).into_owned())
}
