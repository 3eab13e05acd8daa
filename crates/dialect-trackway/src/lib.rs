//! What is Trackway's own on the wire: conversions under `/api/conversions`, questions about clicks under `/api/stats`, the audit log under
//! `/api/audit`, postbacks of trackers, and what platforms report of their own accord.
//!
//! A request passes its `door` (whose credential, and how often), then one handler, named by its verb. [`report`] reads what a client
//! says a person did; `failure` says no; [`openapi`] describes it all. Who gets the credit is left to the domain.

mod accounts;
mod attribution;
mod audit;
pub mod clicks;
pub mod conversions;
mod door;
mod failure;
mod filters;
mod inbound;
mod installs;
mod links;
mod me;
pub mod openapi;
pub mod people;
mod postback;
mod query;
pub mod raw;
pub mod report;
mod returns;
mod shares;
mod stats;
mod tags;
mod users;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{delete, get, post};
use failure::Failure;
use std::num::NonZeroU16;
use std::sync::Arc;
use trackway_app::App;
use trackway_web::rate_limit::RateLimiter;

/// What the dialect works with.
#[derive(Clone)]
pub struct Trackway {
    /// The use cases' surroundings.
    pub app: Arc<App>,
    /// How many requests each key, or each account's platform, may make.
    pub limiter: Arc<RateLimiter>,
    /// How often people who have signed in may say their password.
    pub password_guesses: Arc<RateLimiter>,
    /// For how many days a visitor is known again: what numbers of visitors mean.
    pub visitor_days: NonZeroU16,
}

/// The routes, and nothing beside them.
pub fn router(state: Trackway) -> Router {
    let behind_the_door = Router::new()
        .route("/api/clicks", get(clicks::list::list))
        .route("/api/stats/returns", get(returns::of_links::show))
        .route("/api/stats/cohorts", get(returns::cohorts::show))
        .route("/api/shares", get(shares::list::list).post(shares::create::create))
        .route("/api/shares/{id}", delete(shares::revoke::revoke))
        .route("/api/conversions", get(conversions::list::list).post(conversions::create::create))
        .route("/api/audit", get(audit::list::list))
        .route("/api/conversions/{id}", get(conversions::find::find))
        .route("/api/conversions/{id}/explain", get(conversions::explain::explain))
        .route("/api/installs", get(installs::list::list))
        .route("/api/installs/{id}/explain", get(installs::explain::explain))
        .route("/api/attribution", get(attribution::show::show).put(attribution::change::change))
        .route("/api/attribution/recompute", post(attribution::recompute::ask))
        .merge(accounts::routes())
        .merge(links::routes())
        .merge(me::routes())
        .merge(people::routes())
        .merge(stats::routes())
        .merge(tags::routes())
        .merge(users::routes())
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(state.clone(), door::admit));
    let open = Router::new()
        .route("/share/{token}", get(shares::show::show))
        .route("/postback/{token}", get(postback::receive::receive).post(postback::receive::receive))
        .route("/inbound/fanvue/{account}", post(inbound::fanvue::receive))
        .route("/inbound/fansly/{account}/{secret}", post(inbound::fansly::receive))
        .merge(openapi::routes())
        .method_not_allowed_fallback(wrong_method);
    behind_the_door.merge(open).with_state(state)
}

async fn wrong_method() -> Failure {
    Failure::NoMethod
}
