//! What clients of the dialect see, request by request. The scripts are in `golden/`, the answers in `snapshots/`.

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::sync::Arc;
use tower::ServiceExt as _;
use trackway_app::links::create::{CodeChoice, NewLink, create};
use trackway_app::tokens::{AccessTokens, Grant};
use trackway_app::{App, keys};
use trackway_dialect_fanvue::{Fanvue, router};
use trackway_domain::account::{Account, AccountId};
use trackway_domain::link::LinkSettings;
use trackway_testbed::Testbed;
use trackway_testbed::failing::Trouble;
use trackway_testbed::transcript::{Variables, transcript};
use trackway_web::rate_limit::RateLimiter;

/// Tokens that are their own names.
struct Tokens(BTreeMap<&'static str, Grant>);

impl AccessTokens for Tokens {
    fn verify(&self, token: &str, now: Timestamp) -> Option<Grant> {
        self.0.get(token).filter(|grant| now < grant.expires_at).cloned()
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
async fn creators() {
    insta::assert_snapshot!(Stage::new().await.play(include_str!("golden/creators.http")).await);
}

#[tokio::test(flavor = "current_thread")]
async fn users() {
    insta::assert_snapshot!(Stage::new().await.play(include_str!("golden/users.http")).await);
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
async fn a_body_over_a_mebibyte_is_refused() {
    let stage = Stage::new().await;
    let large = format!(r#"{{"name": "{}"}}"#, "x".repeat(1024 * 1024));
    for (method, path) in [("POST", "/tracking-links"), ("PATCH", "/v1/tracking-links/00000000-0000-4000-8000-000000000001")] {
        let answer = send(&stage, method, path, Body::from(large.clone())).await;
        assert_eq!(answer, (StatusCode::PAYLOAD_TOO_LARGE, r#"{"message":"the body is larger than 1 MiB"}"#.to_owned()), "{method}");
    }
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
