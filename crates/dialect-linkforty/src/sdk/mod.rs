//! Routes for apps: they say that they were installed, ask what a link means, and tell what is done in them.
//!
//! A key is optional, since whatever is in an app anybody can read; what money depends on needs one. Libraries in apps send a request again
//! on every 5xx, and for ever where an answer lacks what they look for, so that bodies here are read leniently: what is not understood
//! of a phone is unknown, and not wrong.

mod attribution;
pub(crate) mod deep_link;
mod door;
mod event;
mod event_fields;
mod health;
mod install;
mod install_fields;
mod links;
mod resolve;
mod values;

use crate::{LinkForty, unknown};
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use std::sync::Arc;
use trackway_app::links::open_in_app::AppDoor;
use trackway_domain::click_token::ClickTokenKey;
use trackway_web::rate_limit::RateLimiter;

/// What the routes for apps work with.
#[derive(Clone)]
pub struct Sdk {
    /// Knows the tokens that stores hand to the apps they install.
    pub click_tokens: ClickTokenKey,
    /// How apps open links.
    pub door: AppDoor,
    /// How many requests may come from an address. Carriers have many phones behind one.
    pub limiter: Arc<RateLimiter>,
}

/// The routes, with a door of their own.
pub(crate) fn routes(state: &LinkForty) -> Router<LinkForty> {
    Router::new()
        .route("/api/sdk/v1/install", post(install::install))
        .route("/api/sdk/v1/attribution/{fingerprint}", get(attribution::attribution))
        .route("/api/sdk/v1/event", post(event::event))
        .route("/api/sdk/v1/resolve/{code}", get(resolve::resolve))
        .route("/api/sdk/v1/resolve/{slug}/{code}", get(resolve::resolve_behind))
        .route("/api/sdk/v1/links", post(links::create))
        .method_not_allowed_fallback(unknown::method)
        .layer(from_fn_with_state(state.clone(), door::admit))
        .merge(Router::new().route("/api/sdk/v1/health", get(health::health)).method_not_allowed_fallback(unknown::method))
        .layer(from_fn(door::allow_origins))
}
