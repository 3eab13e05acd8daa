//! The Fansly dialect: tracking links of an account, behind an API key, in an envelope that nests twice.
//!
//! A request passes the `door` (whose key, and how often), then the extractor that its handler names (`access`: which account, which
//! right), then the handler; the `answer` is put into its envelope on the way out. What a link is and does is left to `trackway-app`.

mod access;
mod accounts;
mod answer;
mod door;
mod error;
mod links;
pub mod openapi;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{any, get};
use error::Error;
use std::sync::Arc;
use trackway_app::App;
use trackway_web::rate_limit::RateLimiter;

/// What the dialect works with.
#[derive(Clone)]
pub struct Fansly {
    /// The use cases' surroundings.
    pub app: Arc<App>,
    /// How often each key may ask.
    pub limiter: Arc<RateLimiter>,
}

/// Everything under `/api/fansly`, what does not exist there too; nothing beside it.
pub fn router(fansly: Fansly) -> Router {
    let door = from_fn_with_state(fansly.clone(), door::enter);
    let paths = Router::new().nest("/api/fansly", paths()).route("/api/fansly/", any(nothing));
    // The door also gets before what a router says where it has no path. Merging puts another router's answer in its place, so that
    // the door is passed on these paths only.
    paths.method_not_allowed_fallback(wrong_method).layer(door).with_state(fansly.clone()).merge(openapi::routes().with_state(fansly))
}

fn paths() -> Router<Fansly> {
    let links = get(links::list::list).post(links::create::create).put(links::update::update).delete(links::delete::delete);
    Router::new()
        .route("/{account_id}/tracking-links", links)
        .route("/{account_id}/tracking-links/{id}/stats", get(links::stats::stats))
        .route("/{account_id}/me", get(accounts::me::me))
        .route("/accounts", get(accounts::list::list))
        // Paths and no fallback: beside other routers a fallback is asked last, after whatever path of theirs takes everything.
        .route("/", any(nothing))
        .route("/{account_id}", any(nothing))
        .route("/{account_id}/{*rest}", any(nothing))
}

async fn nothing() -> Error {
    Error::NoSuchPath
}

async fn wrong_method() -> Error {
    Error::WrongMethod
}
