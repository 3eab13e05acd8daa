//! What clients of the dialect see, request by request. The scripts are in `golden/`, the answers in `snapshots/`.

use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use axum::routing::get;
use http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::sync::Arc;
use tower::ServiceExt as _;
use trackway_app::conversions::record::{Outcome, Reported, record};
use trackway_app::links::create::{CodeChoice, NewLink, create};
use trackway_app::links::find::find;
use trackway_app::tokens::{AccessTokens, Grant};
use trackway_app::{App, keys};
use trackway_dialect_fanvue::{Fanvue, router};
use trackway_domain::account::{Account, AccountId};
use trackway_domain::click::ClickId;
use trackway_domain::conversion::{Amount, ConversionKind, IdempotencyKey, Report};
use trackway_domain::link::LinkSettings;
use trackway_domain::money::{Currency, Mills};
use trackway_domain::person::{ExternalId, Identity, Profile};
use trackway_domain::utm::Utm;
use trackway_store::clicks::{Checkpoint, ClickRow};
use trackway_store::conversions::Recording;
use trackway_store::links::{LinkKey, Within};
use trackway_store::persons::PersonQuery;
use trackway_testbed::Testbed;
use trackway_testbed::documents::assert_served;
use trackway_testbed::failing::Trouble;
use trackway_testbed::samples;
use trackway_testbed::transcript::{Variables, transcript};
use trackway_web::rate_limit::RateLimiter;
use uuid::Uuid;

/// Tokens that are their own names.
struct Tokens(BTreeMap<&'static str, Grant>);

#[async_trait]
impl AccessTokens for Tokens {
    async fn verify(&self, token: &str, now: Timestamp) -> Result<Option<Grant>, trackway_app::Error> {
        Ok(self.0.get(token).filter(|grant| now < grant.expires_at).cloned())
    }
}

/// An installation with two creators and an agency, tokens and keys, and what scripts call them.
struct Stage {
    testbed: Testbed,
    alice: Account,
    tokens: Arc<Tokens>,
    variables: Variables,
}

const ALL: &str = "read:self read:creator write:creator read:tracking_links write:tracking_links";
const OWN: &str = "read:self read:tracking_links write:tracking_links";

impl Stage {
    async fn new() -> Self {
        let testbed = Testbed::new().await;
        let (agency, alice, bob) = (testbed.account("agency").await, testbed.account("alice").await, testbed.account("bob").await);
        let now = testbed.app.clock.now();
        let grant = |account: AccountId, client: &str, scopes: &str, hours| Grant {
            id: Uuid::nil(),
            consent: None,
            account,
            client: client.to_owned(),
            scopes: scopes.split(' ').map(str::to_owned).collect(),
            expires_at: now + SignedDuration::from_hours(hours),
        };
        let tokens = BTreeMap::from([
            ("alice-token", grant(alice.id, "app", OWN, 1)),
            ("bob-token", grant(bob.id, "app", OWN, 1)),
            ("agency-token", grant(agency.id, "app", ALL, 1)),
            ("other-client-token", grant(agency.id, "another-app", "read:tracking_links", 1)),
            ("read-only-token", grant(alice.id, "app", "openid read:tracking_links", 1)),
            ("nothing-token", grant(alice.id, "app", "openid", 1)),
            ("ended-token", grant(alice.id, "app", OWN, 0)),
            ("orphan-token", grant(AccountId(testbed.workspace.id.0), "app", OWN, 1)),
        ]);
        let named = [
            ("token", "alice-token".to_owned()),
            ("bob", "bob-token".to_owned()),
            ("agency", "agency-token".to_owned()),
            ("other client", "other-client-token".to_owned()),
            ("read only", "read-only-token".to_owned()),
            ("nothing", "nothing-token".to_owned()),
            ("ended", "ended-token".to_owned()),
            ("orphan", "orphan-token".to_owned()),
            ("alice id", alice.id.to_string()),
            ("alice public id", alice.id.public()),
            ("bob id", bob.id.to_string()),
            ("key", testbed.key("links:read links:write").await),
            ("reader", testbed.key("links:read").await),
            ("writer", testbed.key("links:write").await),
            ("name of 255", "é".repeat(255)),
        ];
        let variables = named.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Self { testbed, alice, tokens: Arc::new(Tokens(tokens)), variables }
    }

    async fn play(&self, script: &str) -> String {
        transcript(&self.serve(Arc::clone(&self.testbed.app), 200, true), script, self.variables.clone()).await
    }

    fn serve(&self, app: Arc<App>, limit: u32, requires_version: bool) -> Router {
        let limiter = Arc::new(RateLimiter::per_minute(limit));
        router(Fanvue { app, tokens: Arc::<Tokens>::clone(&self.tokens), limiter, requires_version })
    }

    /// Reports that somebody did something after opening a link.
    async fn tell(&self, number: i64, link: &str, who: &str, kind: ConversionKind, mills: i64) {
        let external_id = ExternalId::parse(who).expect("an id");
        let profile = Profile { display_name: Some(format!("{who} of {mills}")), ..Profile::default() };
        let report = Report {
            kind,
            person: Some(Identity { external_id, profile }),
            click: None,
            link: None,
            account: None,
            occurred_at: Some(self.testbed.app.clock.now() + SignedDuration::from_secs(number)),
            amount: Amount::new(Mills(mills), None, Currency::USD).ok().filter(|_| mills > 0),
            name: None,
            data: None,
            refunds: None,
            key: IdempotencyKey::parse(&format!("{number}")).expect("a key"),
        };
        self.record(report, Some(LinkKey::Uuid(link.parse().expect("a uuid")))).await;
    }

    /// Lets somebody open a link, with what its address said; gives his id.
    async fn click(&self, link: &str, who: &str) -> String {
        let (app, within) = (&self.testbed.app, Within { workspace: self.testbed.workspace.id, account: Some(self.alice.id) });
        let view = find(app, within, &LinkKey::Uuid(link.parse().expect("a uuid"))).await.expect("a link");
        let at = app.clock.now() + SignedDuration::from_secs(100);
        let row = ClickRow {
            utm: Utm { source: Some("newsletter".to_owned()), ..Utm::default() },
            metadata: vec![("campaign".to_owned(), "spring".to_owned())],
            ..samples::click(ClickId(Uuid::from_u128(7)), view.link.id, at)
        };
        let checkpoint = Checkpoint { segment: Uuid::from_u128(1), from: 0, to: 1 };
        app.store.clicks().ingest(vec![row.clone()], checkpoint).await.expect("ingested");
        let person = Some(Identity { external_id: ExternalId::parse(who).expect("an id"), profile: Profile::default() });
        let report = Report {
            kind: ConversionKind::Claim,
            person,
            click: Some(row.id),
            link: None,
            account: None,
            occurred_at: Some(row.at),
            amount: None,
            name: None,
            data: None,
            refunds: None,
            key: IdempotencyKey::parse("click").expect("a key"),
        };
        self.record(report, None).await;
        let query = PersonQuery { link: view.link.id, clicked_from: None, clicked_before: None, behind: None, limit: 1 };
        let mut listed = app.store.persons().of_link(query).await.expect("a store").items;
        listed.remove(0).person.id.to_string()
    }

    async fn record(&self, report: Report, link: Option<LinkKey>) {
        let within = Within { workspace: self.testbed.workspace.id, account: None };
        let outcomes = record(&self.testbed.app, within, vec![Reported { report, link }]).await.expect("a store");
        assert!(matches!(outcomes[..], [Outcome::Recording(Recording::Recorded(_))]), "{outcomes:?}");
    }

    /// A link of Alice's that no dialect with names has made.
    async fn nameless_link(&self) -> String {
        let app = &self.testbed.app;
        let actor = keys::authenticate::authenticate(app, &self.variables["key"]).await.expect("a store").expect("a key");
        let (account, settings) = (Some(self.alice.id), LinkSettings::default());
        let new = NewLink { account, template: None, code: CodeChoice::Random, settings, is_for_everybody: false };
        create(app, &actor, new).await.expect("a link").link.uuid.to_string()
    }
}

#[tokio::test(flavor = "current_thread")]
async fn links() {
    insta::assert_snapshot!(Stage::new().await.play(include_str!("golden/links.http")).await);
}

#[tokio::test(flavor = "current_thread")]
async fn what_is_documented_is_served() {
    let stage = Stage::new().await;
    let document = trackway_dialect_fanvue::openapi::document(&stage.testbed.app.public_url);
    let router = stage.serve(Arc::clone(&stage.testbed.app), 200, true);
    let headers = [("authorization", "Bearer agency-token"), ("x-fanvue-api-version", "2025-06-26")];
    for prefix in ["", "/v1"] {
        assert_served(&router, &document, prefix, &headers).await;
    }
}

#[tokio::test(flavor = "current_thread")]
async fn creators() {
    insta::assert_snapshot!(Stage::new().await.play(include_str!("golden/creators.http")).await);
}

#[tokio::test(flavor = "current_thread")]
async fn users() {
    insta::assert_snapshot!(Stage::new().await.play(include_str!("golden/users.http")).await);
}

/// Persons who opened links, told of in the order in which things happened.
#[tokio::test(flavor = "current_thread")]
async fn fans() {
    let mut stage = Stage::new().await;
    let (first, second) = (stage.nameless_link().await, stage.nameless_link().await);
    stage.variables.insert("first".to_owned(), first.clone());
    stage.variables.insert("second".to_owned(), second.clone());
    for (number, (link, who, kind, mills)) in (0..).zip([
        (&first, "ann", ConversionKind::Claim, 0),
        (&second, "ann", ConversionKind::Claim, 0),
        (&first, "ann", ConversionKind::Subscribe, 15_000),
        (&first, "ben", ConversionKind::Follow, 0),
        (&first, "cat", ConversionKind::Subscribe, 10_005),
        (&first, "cat", ConversionKind::Unsubscribe, 0),
        (&second, "dan", ConversionKind::Follow, 0),
        (&second, "dan", ConversionKind::Unfollow, 0),
    ]) {
        stage.tell(number, link, who, kind, mills).await;
    }
    let clicked = stage.click(&second, "ann").await;
    stage.variables.insert("ann".to_owned(), clicked);
    insta::assert_snapshot!(stage.play(include_str!("golden/fans.http")).await);
}

#[tokio::test(flavor = "current_thread")]
async fn keys_of_workspaces() {
    insta::assert_snapshot!(Stage::new().await.play(include_str!("golden/keys.http")).await);
}

#[tokio::test(flavor = "current_thread")]
async fn refusals() {
    insta::assert_snapshot!(Stage::new().await.play(include_str!("golden/refusals.http")).await);
}

#[tokio::test(flavor = "current_thread")]
async fn versions() {
    let stage = Stage::new().await;
    insta::assert_snapshot!("version", stage.play(include_str!("golden/version.http")).await);
    let relaxed = stage.serve(Arc::clone(&stage.testbed.app), 200, false);
    let script = include_str!("golden/version_not_required.http");
    insta::assert_snapshot!("version_not_required", transcript(&relaxed, script, stage.variables.clone()).await);
}

#[tokio::test(flavor = "current_thread")]
async fn links_of_others() {
    let mut stage = Stage::new().await;
    let uuid = stage.nameless_link().await;
    stage.variables.insert("link".to_owned(), uuid);
    insta::assert_snapshot!(stage.play(include_str!("golden/links_of_others.http")).await);
}

#[tokio::test(flavor = "current_thread")]
async fn dates() {
    let stage = Stage::new().await;
    for _ in 0..3 {
        stage.nameless_link().await;
        stage.testbed.clock.move_by(SignedDuration::from_secs(1));
    }
    insta::assert_snapshot!(stage.play(include_str!("golden/dates.http")).await);
}

#[tokio::test(flavor = "current_thread")]
async fn rate_limit() {
    let stage = Stage::new().await;
    let router = stage.serve(Arc::clone(&stage.testbed.app), 2, true);
    insta::assert_snapshot!(transcript(&router, include_str!("golden/rate_limit.http"), stage.variables.clone()).await);
}

#[tokio::test(flavor = "current_thread")]
async fn trouble() {
    let stage = Stage::new().await;
    for (name, trouble) in [("unavailable", Trouble::Unavailable), ("broken", Trouble::Broken)] {
        let router = stage.serve(stage.testbed.with_failing_links(trouble), 200, true);
        insta::assert_snapshot!(name, transcript(&router, include_str!("golden/trouble.http"), stage.variables.clone()).await);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_portion_is_twenty_links_and_at_most_fifty() {
    let stage = Stage::new().await;
    for _ in 0..51 {
        stage.nameless_link().await;
    }
    for (query, expected) in [("", 20), ("?limit=50", 50), ("?limit=51", 50), ("?limit=99999999999999999999", 50), ("?limit=1", 1)] {
        let (status, body) = send(&stage, "GET", &format!("/tracking-links{query}"), Body::empty()).await;
        let body: serde_json::Value = serde_json::from_str(&body).expect("JSON");
        assert_eq!((status, body["data"].as_array().map(Vec::len)), (StatusCode::OK, Some(expected)), "{query}");
        assert!(body["nextCursor"].is_string(), "{query}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn too_large() {
    let mut stage = Stage::new().await;
    let mebibyte = "x".repeat(1024 * 1024);
    stage.variables.insert("mebibyte".to_owned(), mebibyte.clone());
    let transcript = stage.play(include_str!("golden/too_large.http")).await;
    insta::assert_snapshot!("too_large", transcript.replace(&mebibyte, "(a mebibyte)"));
}

async fn send(stage: &Stage, method: &str, path: &str, body: Body) -> (StatusCode, String) {
    let request = Request::builder().method(method).uri(path).header("authorization", "Bearer alice-token");
    let request = request.header("x-fanvue-api-version", "2025-06-26").body(body).expect("a request");
    answer(stage.serve(Arc::clone(&stage.testbed.app), 200, true), request).await
}

#[tokio::test(flavor = "current_thread")]
async fn nothing_else_of_the_server_is_answered_here() {
    let stage = Stage::new().await;
    let served = || stage.serve(Arc::clone(&stage.testbed.app), 200, true);
    let others = || Router::new().route("/elsewhere", get(async || "elsewhere"));
    for router in [served().merge(others()), others().merge(served())] {
        for (path, expected) in [("/elsewhere", (StatusCode::OK, "elsewhere")), ("/nowhere", (StatusCode::NOT_FOUND, ""))] {
            let request = Request::builder().uri(path).body(Body::empty()).expect("a request");
            assert_eq!(answer(router.clone(), request).await, (expected.0, expected.1.to_owned()), "{path}");
        }
    }
}

async fn answer(router: Router, request: Request<Body>) -> (StatusCode, String) {
    let response = router.oneshot(request).await.expect("an answer");
    let status = response.status();
    let body = response.into_body().collect().await.expect("a body").to_bytes();
    (status, String::from_utf8(body.to_vec()).expect("text"))
}
