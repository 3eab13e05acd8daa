//! The dialects' doors. An input is one byte that chooses an operation, and the body that is sent to it.
//!
//! Whatever is sent, the answer is no 5xx. Everything else about it is for the golden files.

use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use http::Request;
use jiff::{SignedDuration, Timestamp};
use std::cell::RefCell;
use std::num::NonZeroU16;
use std::sync::Arc;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt as _;
use trackway_app::tokens::{AccessTokens, Grant};
use trackway_dialect_fansly::Fansly;
use trackway_dialect_fanvue::Fanvue;
use trackway_dialect_linkforty::{LinkForty, Sdk};
use trackway_dialect_trackway::Trackway;
use trackway_domain::account::AccountId;
use trackway_domain::click_token::ClickTokenKey;
use trackway_testbed::Testbed;
use trackway_testbed::recorded::Recorded;
use trackway_web::rate_limit::RateLimiter;
use uuid::Uuid;

/// An operation: its method and its path, in which `{account}` is filled in.
type Operation = (&'static str, &'static str);

/// Somebody's id that nothing has.
macro_rules! id {
    ($before:literal, $after:literal) => {
        concat!($before, "00000000-0000-4000-8000-000000000001", $after)
    };
}

const LINKFORTY: &[Operation] = &[
    ("POST", "/api/links"),
    ("POST", "/api/links/preview"),
    ("POST", "/api/links/bulk-create"),
    ("POST", "/api/links/bulk-update"),
    ("POST", "/api/links/bulk-delete"),
    ("PUT", id!("/api/links/", "")),
    ("POST", id!("/api/links/", "/duplicate")),
    ("POST", "/api/templates"),
    ("PUT", id!("/api/templates/", "")),
    ("POST", "/api/webhooks"),
    ("PUT", id!("/api/webhooks/", "")),
    ("POST", "/api/projects"),
    ("POST", "/api/domains"),
    ("POST", "/api/oauth/clients"),
    ("POST", "/api/settings/api-keys"),
    ("POST", "/api/debug/simulate"),
    ("POST", "/api/sdk/v1/install"),
    ("POST", "/api/sdk/v1/event"),
    ("POST", "/api/sdk/v1/links"),
];

const FANVUE: &[Operation] = &[
    ("POST", "/tracking-links"),
    ("POST", "/v1/tracking-links"),
    ("PATCH", id!("/tracking-links/", "")),
    ("POST", id!("/creators/", "/tracking-links")),
    ("PATCH", id!("/tracking-links/", "/users/x/metadata")),
];

const FANSLY: &[Operation] = &[
    ("POST", "/api/fansly/{account}/tracking-links"),
    ("PUT", "/api/fansly/{account}/tracking-links"),
    ("DELETE", "/api/fansly/{account}/tracking-links"),
];

const TRACKWAY: &[Operation] = &[
    ("POST", "/api/conversions"),
    ("PUT", "/api/attribution"),
    ("POST", "/api/attribution/recompute"),
    ("POST", "/api/accounts"),
    ("POST", "/api/shares"),
    ("POST", "/api/users"),
    ("PATCH", id!("/api/users/", "")),
    ("PATCH", "/api/me"),
    ("POST", "/postback/{key}"),
    ("POST", "/inbound/fanvue/{account}"),
    ("POST", "/inbound/fansly/{account}/secret"),
];

/// An installation is thrown away after so many inputs, before what they have made slows it down.
const INPUTS: u32 = 2_000;

/// Calls the main API.
pub fn linkforty(input: &[u8]) {
    call(LINKFORTY, input, |house| {
        trackway_dialect_linkforty::router(LinkForty {
            app: Arc::clone(&house.bed.app),
            geography: Arc::default(),
            live: Arc::default(),
            limiter: unlimited(),
            sdk: Sdk { click_tokens: ClickTokenKey::new(&[7; 32]), door: Arc::new(Recorded::default()).door(), limiter: unlimited() },
            template_optional: true,
        })
    });
}

/// Calls the Fanvue API.
pub fn fanvue(input: &[u8]) {
    call(FANVUE, input, |house| {
        let tokens = Arc::new(OneToken(house.account));
        trackway_dialect_fanvue::router(Fanvue { app: Arc::clone(&house.bed.app), tokens, limiter: unlimited(), requires_version: false })
    });
}

/// Calls the Fansly API.
pub fn fansly(input: &[u8]) {
    call(FANSLY, input, |house| trackway_dialect_fansly::router(Fansly { app: Arc::clone(&house.bed.app), limiter: unlimited() }));
}

/// Calls what is ours alone.
pub fn trackway(input: &[u8]) {
    call(TRACKWAY, input, |house| trackway_dialect_trackway::router(Trackway {
            app: Arc::clone(&house.bed.app),
            limiter: unlimited(),
            password_guesses: unlimited(),
            visitor_days: NonZeroU16::MIN,
        }));
}

/// An installation, and who calls.
struct House {
    bed: Testbed,
    account: AccountId,
    account_name: String,
    key: String,
    left: u32,
}

thread_local! {
    static RUNTIME: Runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    static HOUSE: RefCell<Option<House>> = const { RefCell::new(None) };
}

fn call(operations: &[Operation], input: &[u8], router: impl FnOnce(&House) -> Router) {
    let Some((chosen, body)) = input.split_first() else { return };
    let (method, path) = operations[usize::from(*chosen) % operations.len()];
    RUNTIME.with(|runtime| {
        HOUSE.with_borrow_mut(|kept| {
            let house = match kept.take().filter(|house| house.left > 0) {
                Some(house) => House { left: house.left - 1, ..house },
                None => runtime.block_on(found()),
            };
            let house = kept.insert(house);
            let path = path.replace("{account}", &house.account_name).replace("{key}", &house.key);
            let request = Request::builder().method(method).uri(path).header("content-type", "application/json");
            let token = if operations == FANVUE { "token" } else { &house.key };
            let request = request.header("x-api-key", &house.key).header("authorization", format!("Bearer {token}"));
            let request = request.body(Body::from(body.to_vec())).expect("a request");
            let answer = runtime.block_on(router(house).oneshot(request)).expect("an answer");
            assert!(answer.status().as_u16() < 500, "{method}: {}", answer.status());
        });
    });
}

async fn found() -> House {
    let bed = Testbed::new().await;
    let account = bed.account("mia").await;
    let key = bed.key("admin").await;
    House { bed, account: account.id, account_name: account.id.public(), key, left: INPUTS }
}

fn unlimited() -> Arc<RateLimiter> {
    Arc::new(RateLimiter::per_minute(u32::MAX))
}

/// Whatever token is shown acts for this account.
struct OneToken(AccountId);

#[async_trait]
impl AccessTokens for OneToken {
    async fn verify(&self, _: &str, now: Timestamp) -> Result<Option<Grant>, trackway_app::Error> {
        let scopes = "read:self read:creator write:creator read:tracking_links write:tracking_links".split(' ').map(str::to_owned);
        Ok(Some(Grant {
            id: Uuid::nil(),
            consent: None,
            account: self.0,
            client: "fuzzer".to_owned(),
            scopes: scopes.collect(),
            expires_at: now + SignedDuration::from_hours(1),
        }))
    }
}
