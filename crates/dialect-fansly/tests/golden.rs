//! What clients of the dialect see, request by request. The scripts are in `golden/`, the answers in `snapshots/`.

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use std::sync::Arc;
use tower::ServiceExt as _;
use trackway_app::conversions::record::{Reported, record};
use trackway_app::links::create::{CodeChoice, NewLink, create};
use trackway_app::{App, keys};
use trackway_dialect_fansly::{Fansly, router};
use trackway_domain::account::Account;
use trackway_domain::conversion::{Amount, ConversionKind, IdempotencyKey, Report};
use trackway_domain::link::LinkSettings;
use trackway_domain::money::{Currency, Mills};
use trackway_domain::person::{ExternalId, Identity, Profile};
use trackway_store::links::LinkKey;
use trackway_testbed::Testbed;
use trackway_testbed::documents::assert_served;
use trackway_testbed::failing::Trouble;
use trackway_testbed::transcript::{Variables, transcript};
use trackway_web::rate_limit::RateLimiter;

/// An installation with two creators and three keys, and what scripts call them.
struct Stage {
    testbed: Testbed,
    account: Account,
    variables: Variables,
}

impl Stage {
    async fn new() -> Self {
        let testbed = Testbed::new().await;
        let (account, other) = (testbed.account("alice").await, testbed.account("bob").await);
        let named = [
            ("account", account.id.public()),
            ("other account", other.id.public()),
            ("key", testbed.key("links:read links:write").await),
            ("reader", testbed.key("links:read").await),
            ("writer", testbed.key("links:write").await),
            ("label of 255", "é".repeat(255)),
            ("description of 2000", "d".repeat(2_000)),
        ];
        let variables = named.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Self { testbed, account, variables }
    }

    async fn play(&self, script: &str) -> String {
        self.play_with(script, Arc::clone(&self.testbed.app), 600).await
    }

    async fn play_with(&self, script: &str, app: Arc<App>, limit: u32) -> String {
        transcript(&serve(app, limit), script, self.variables.clone()).await
    }
}

fn serve(app: Arc<App>, limit: u32) -> Router {
    router(Fansly { app, limiter: Arc::new(RateLimiter::per_minute(limit)) })
}

#[tokio::test(flavor = "current_thread")]
async fn links() {
    insta::assert_snapshot!(Stage::new().await.play(include_str!("golden/links.http")).await);
}

#[tokio::test(flavor = "current_thread")]
async fn what_is_documented_is_served() {
    let stage = Stage::new().await;
    let document = trackway_dialect_fansly::openapi::document(&stage.testbed.app.public_url);
    let router = serve(Arc::clone(&stage.testbed.app), 600);
    assert_served(&router, &document, "/api/fansly", &[("x-api-key", &stage.variables["key"])]).await;
}

#[tokio::test(flavor = "current_thread")]
async fn refusals() {
    insta::assert_snapshot!(Stage::new().await.play(include_str!("golden/refusals.http")).await);
}

#[tokio::test(flavor = "current_thread")]
async fn accounts() {
    insta::assert_snapshot!(Stage::new().await.play(include_str!("golden/accounts.http")).await);
}

#[tokio::test(flavor = "current_thread")]
async fn links_of_others() {
    let mut stage = Stage::new().await;
    let app = &stage.testbed.app;
    let actor = keys::authenticate::authenticate(app, &stage.variables["key"]).await.unwrap().unwrap();
    let new = |account| NewLink {
        account,
        template: None,
        code: CodeChoice::Numbered,
        settings: LinkSettings::default(),
        is_for_everybody: false,
    };
    let view = create(app, &actor, new(Some(stage.account.id))).await.unwrap();
    create(app, &actor, new(None)).await.unwrap();
    stage.variables.insert("id".to_owned(), view.link.id.to_string());
    insta::assert_snapshot!(stage.play(include_str!("golden/links_of_others.http")).await);
}

#[tokio::test(flavor = "current_thread")]
async fn stats() {
    let mut stage = Stage::new().await;
    let app = Arc::clone(&stage.testbed.app);
    let actor = keys::authenticate::authenticate(&app, &stage.variables["key"]).await.unwrap().unwrap();
    let new = |account| NewLink {
        account: Some(account),
        template: None,
        code: CodeChoice::Numbered,
        is_for_everybody: false,
        settings: LinkSettings::default(),
    };
    let link = create(&app, &actor, new(stage.account.id)).await.unwrap().link;
    stage.variables.insert("id".to_owned(), link.id.to_string());
    let told = [
        ("2026-03-19T23:59:59.999Z", ConversionKind::Follow, 0),
        ("2026-03-20T00:00:00Z", ConversionKind::Subscribe, 15_000),
        ("2026-03-20T12:00:00Z", ConversionKind::Sale, 5_001),
        ("2026-03-21T01:00:00Z", ConversionKind::Refund, 5_001),
        ("2020-02-29T12:00:00Z", ConversionKind::Claim, 0),
    ];
    for (number, (at, kind, mills)) in told.into_iter().enumerate() {
        let amount = Amount::new(Mills(mills), Some(Mills(mills - mills / 5)), Currency::USD).ok().filter(|_| mills > 0);
        let person = Some(Identity { external_id: ExternalId::parse("fan").unwrap(), profile: Profile::default() });
        let (key, at) = (IdempotencyKey::parse(&format!("{number}")).unwrap(), at.parse().ok());
        let report = Report {
            kind,
            person,
            click: None,
            link: None,
            account: None,
            occurred_at: at,
            amount,
            name: None,
            data: None,
            refunds: None,
            key,
        };
        let reported = Reported { report, link: Some(LinkKey::Id(link.id)) };
        assert_eq!(record(&app, actor.within(), vec![reported]).await.unwrap().len(), 1);
    }
    insta::assert_snapshot!(stage.play(include_str!("golden/stats.http")).await);
}

#[tokio::test(flavor = "current_thread")]
async fn rate_limit() {
    let stage = Stage::new().await;
    let app = Arc::clone(&stage.testbed.app);
    insta::assert_snapshot!(stage.play_with(include_str!("golden/rate_limit.http"), app, 2).await);
}

#[tokio::test(flavor = "current_thread")]
async fn trouble() {
    let stage = Stage::new().await;
    for (name, trouble) in [("unavailable", Trouble::Unavailable), ("broken", Trouble::Broken)] {
        let app = stage.testbed.with_failing_links(trouble);
        insta::assert_snapshot!(name, stage.play_with(include_str!("golden/trouble.http"), app, 600).await);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_list_longer_than_what_is_read_at_once_is_whole() {
    let stage = Stage::new().await;
    let app = &stage.testbed.app;
    let actor = keys::authenticate::authenticate(app, &stage.variables["key"]).await.unwrap().unwrap();
    for _ in 0..1_001 {
        let new = NewLink {
            account: Some(stage.account.id),
            template: None,
            code: CodeChoice::Random,
            settings: LinkSettings::default(),
            is_for_everybody: false,
        };
        create(app, &actor, new).await.unwrap();
    }
    let (status, body) = send(&stage, "GET", Body::empty()).await;
    let rows = body.pointer("/data/data/response").unwrap().as_array().unwrap();
    let ids = rows.iter().map(|row| row["id"].as_str().unwrap().parse::<u64>().unwrap()).collect::<Vec<_>>();
    assert_eq!((status, ids.len()), (StatusCode::OK, 1_001));
    assert!(ids.is_sorted_by(|newer, older| newer > older));
}

#[tokio::test(flavor = "current_thread")]
async fn too_large() {
    let mut stage = Stage::new().await;
    let mebibyte = "x".repeat(1024 * 1024);
    stage.variables.insert("mebibyte".to_owned(), mebibyte.clone());
    let transcript = stage.play(include_str!("golden/too_large.http")).await;
    insta::assert_snapshot!("too_large", transcript.replace(&mebibyte, "(a mebibyte)"));
}

#[tokio::test(flavor = "current_thread")]
async fn nothing_else_of_the_server_is_answered_here() {
    let stage = Stage::new().await;
    let served = || serve(Arc::clone(&stage.testbed.app), 600);
    let others = || Router::new().route("/api/elsewhere", get(async || "elsewhere"));
    for router in [served().merge(others()), others().merge(served())] {
        for (path, expected) in [("/api/elsewhere", StatusCode::OK), ("/api/nowhere", StatusCode::NOT_FOUND)] {
            let request = Request::builder().uri(path).body(Body::empty()).expect("a request");
            let response = router.clone().oneshot(request).await.expect("an answer");
            assert_eq!(response.status(), expected, "{path}");
            assert!(!response.headers().contains_key("x-ratelimit-limit"), "{path}");
        }
    }
}

async fn send(stage: &Stage, method: &str, body: Body) -> (StatusCode, serde_json::Value) {
    let path = format!("/api/fansly/{}/tracking-links", stage.account.id.public());
    let request = Request::builder().method(method).uri(path).header("x-api-key", &stage.variables["key"]).body(body).expect("a request");
    let response = serve(Arc::clone(&stage.testbed.app), 600).oneshot(request).await.expect("an answer");
    let status = response.status();
    let body = response.into_body().collect().await.expect("a body").to_bytes();
    (status, serde_json::from_slice(&body).expect("JSON"))
}
