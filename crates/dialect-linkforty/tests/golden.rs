//! The wire, as it is: scripts of requests in `golden/*.http`, and everything that comes back.

use axum::Router;
use axum::body::Body;
use http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use std::sync::Arc;
use tower::ServiceExt as _;
use trackway_app::App;
use trackway_app::error::Thing;
use trackway_app::oauth::allow::{Choice, Delivery, allow};
use trackway_app::oauth::end_consent::end_consent;
use trackway_app::oauth::offer::offer;
use trackway_app::oauth::register_client::{NewClient, register_client};
use trackway_dialect_linkforty::{LinkForty, Sdk, router};
use trackway_domain::audit::Doer;
use trackway_domain::click_token::ClickTokenKey;
use trackway_domain::oauth::client::ClientKind;
use trackway_domain::oauth::consent::ConsentId;
use trackway_domain::oauth::pkce::PkceChallenge;
use trackway_domain::oauth::redirect_uri::RedirectUri;
use trackway_domain::oauth::scope::ScopeSet;
use trackway_domain::session::Session;
use trackway_domain::text::Name;
use trackway_domain::workspace::WorkspaceId;
use trackway_testbed::Testbed;
use trackway_testbed::failing::Trouble;
use trackway_testbed::recorded::Recorded;
use trackway_testbed::transcript::{Variables, transcript};
use trackway_web::rate_limit::RateLimiter;
use uuid::Uuid;

/// Runs a script on a new installation and compares the transcript with its snapshot.
macro_rules! golden {
    ($($script:ident),* $(,)?) => {$(
        #[tokio::test(flavor = "current_thread")]
        async fn $script() {
            let bed = Testbed::new().await;
            let script = include_str!(concat!("golden/", stringify!($script), ".http"));
            insta::assert_snapshot!(stringify!($script), run(&bed, linkforty(Arc::clone(&bed.app)), script).await);
        }
    )*};
}
golden!(
    answers_without_route,
    api_keys,
    bulk,
    change,
    create,
    create_faults,
    deliveries,
    domains,
    door,
    guards,
    list,
    live,
    projects,
    qr,
    simulate,
    targeting_and_utm,
    template_changes,
    templates,
    webhooks,
    workspaces,
);

#[tokio::test(flavor = "current_thread")]
async fn rate_limit() {
    let bed = Testbed::new().await;
    let state = LinkForty { limiter: Arc::new(RateLimiter::per_minute(2)), ..linkforty(Arc::clone(&bed.app)) };
    insta::assert_snapshot!("rate_limit", run(&bed, state, include_str!("golden/rate_limit.http")).await);
}

#[tokio::test(flavor = "current_thread")]
async fn template_optional() {
    let bed = Testbed::new().await;
    let state = LinkForty { template_optional: true, ..linkforty(Arc::clone(&bed.app)) };
    insta::assert_snapshot!("template_optional", run(&bed, state, include_str!("golden/template_optional.http")).await);
}

/// An admin's key is made here only: each key that is made changes what is random after it.
#[tokio::test(flavor = "current_thread")]
async fn oauth_clients() {
    let bed = Testbed::new().await;
    let [key, admin] = [bed.key("links:read links:write").await, bed.key("admin").await];
    let variables = Variables::from_iter([("key".to_owned(), key), ("admin".to_owned(), admin)]);
    let script = include_str!("golden/oauth_clients.http");
    insta::assert_snapshot!("oauth_clients", transcript(&router(linkforty(Arc::clone(&bed.app))), script, variables).await);
}

/// Somebody has allowed an app something, which nobody of another workspace can take back.
#[tokio::test(flavor = "current_thread")]
async fn oauth_consents() {
    let bed = Testbed::new().await;
    let [key, admin] = [bed.key("links:read links:write").await, bed.key("admin").await];
    let consent = allowed(&bed).await;
    let others = end_consent(&bed.app, WorkspaceId(Uuid::from_u128(7)), Doer::CommandLine, consent).await;
    assert!(matches!(others, Err(trackway_app::Error::NotFound(Thing::Consent))), "{others:?}");
    let named = [("key", key), ("admin", admin), ("consent", consent.to_string())];
    let variables = named.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let script = include_str!("golden/oauth_consents.http");
    insta::assert_snapshot!("oauth_consents", transcript(&router(linkforty(Arc::clone(&bed.app))), script, variables).await);
}

/// A client may come back to a store that is away, but not to one that is broken.
#[tokio::test(flavor = "current_thread")]
async fn store_trouble() {
    let script = include_str!("golden/store_trouble.http");
    for (name, trouble) in [("store_away", Trouble::Unavailable), ("store_broken", Trouble::Broken)] {
        let bed = Testbed::new().await;
        insta::assert_snapshot!(name, run(&bed, linkforty(bed.with_failing_links(trouble)), script).await);
    }
}

#[tokio::test(flavor = "current_thread")]
async fn bodies_are_bounded() {
    let bed = Testbed::new().await;
    let request = Request::post("/api/links").header("x-api-key", bed.key("links:write").await);
    let body = format!(r#"{{"title":"{}"}}"#, "x".repeat(1024 * 1024));
    let response = router(linkforty(Arc::clone(&bed.app))).oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert!(response.headers().contains_key("x-ratelimit-remaining"));
    let body = response.into_body().collect().await.unwrap().to_bytes();
    assert_eq!(body, r#"{"error":"Payload Too Large","message":"The body is larger than 1 MiB","statusCode":413}"#);
}

/// Whoever serves the router may not know whose address a request came from.
#[tokio::test(flavor = "current_thread")]
async fn addresses_may_be_unknown() {
    let bed = Testbed::new().await;
    let router = router(linkforty(Arc::clone(&bed.app)));
    let response = router.oneshot(Request::get("/api/links").body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(response.headers()["x-ratelimit-remaining"], "99");
}

/// More specific routes of others go before the dialect's own 404, and their answers carry nothing of it.
#[tokio::test(flavor = "current_thread")]
async fn others_may_serve_paths_under_api() {
    let bed = Testbed::new().await;
    let other = Router::new().route("/api/other/{*rest}", axum::routing::get(async || "theirs"));
    let all = router(linkforty(Arc::clone(&bed.app))).merge(other);
    let response = all.oneshot(Request::get("/api/other/thing").body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert!(!response.headers().contains_key("x-ratelimit-limit"));
}

async fn allowed(bed: &Testbed) -> ConsentId {
    let (account, now) = (bed.account("alice").await, bed.app.clock.now());
    let redirect_uri = RedirectUri::parse("https://planner.example.com/callback").expect("an address");
    let kind = ClientKind::new(vec![redirect_uri.clone()], false, false).expect("a kind");
    let new = NewClient { name: Name::parse("Planner").expect("a name"), kind, scopes: ScopeSet::all() };
    let (client, _) = register_client(&bed.app, bed.workspace.id, Doer::CommandLine, new).await.expect("a client");
    let session = Session { hash: [0; 32], user: bed.workspace.owner, created_at: now, last_seen_at: now };
    let wanted = ScopeSet::parse("read:self read:creator read:tracking_links").expect("scopes");
    let offer = offer(&bed.app, &client, session.user, &wanted).await.expect("a store").expect("an offer");
    let choice = Choice { account: account.id, creators: vec![account.id] };
    let delivery = Delivery { redirect_uri, challenge: PkceChallenge::stored([0; 32]), nonce: None };
    allow(&bed.app, &client, &session, &offer, choice, delivery).await.expect("a store").expect("a code");
    bed.app.store.consents().list(bed.workspace.id).await.expect("a store")[0].id
}

fn linkforty(app: Arc<App>) -> LinkForty {
    LinkForty {
        app,
        geography: Arc::default(),
        live: Arc::default(),
        limiter: Arc::new(RateLimiter::per_minute(100)),
        sdk: Sdk {
            click_tokens: ClickTokenKey::new(&[7; 32]),
            door: Arc::new(Recorded::default()).door(),
            limiter: Arc::new(RateLimiter::per_minute(100)),
        },
        template_optional: false,
    }
}

async fn run(bed: &Testbed, state: LinkForty, script: &str) -> String {
    let mut variables = Variables::from_iter([
        ("key".to_owned(), bed.key("links:read links:write").await),
        ("reader".to_owned(), bed.key("links:read").await),
        ("writer".to_owned(), bed.key("links:write").await),
        ("stats".to_owned(), bed.key("stats:read").await),
        ("template".to_owned(), bed.template().await.id.to_string()),
        ("account".to_owned(), bed.account("alice").await.id.to_string()),
    ]);
    if script.contains("{{admin}}") {
        variables.insert("admin".to_owned(), bed.key("admin").await);
    }
    transcript(&router(state), script, variables).await
}
