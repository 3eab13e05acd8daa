//! The LinkForty dialect, which is also Trackway's main API: everything under `/api` that no other router takes.
//!
//! A request passes `door` (key, then rate), then one handler, named by its verb. What a client may send is read by `fields` and
//! `values` into domain types; what it gets back is a row or a `failure`. Deciding, storing and redirecting belong to others.

mod analytics;
mod debug;
mod domains;
mod door;
mod failure;
mod faults;
mod fields;
mod install_analytics;
mod install_matching;
mod keys;
mod links;
mod oauth_clients;
mod oauth_consents;
pub mod openapi;
mod patch;
mod projects;
mod request;
mod row;
mod sdk;
mod templates;
mod unknown;
mod values;
pub mod webhooks;
mod well_known;
mod workspaces;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::any;
use std::sync::Arc;
use trackway_app::App;
use trackway_app::clicks::live::Live;
use trackway_app::geography::Geography;
use trackway_web::rate_limit::RateLimiter;

pub use sdk::Sdk;

/// What the dialect works with.
#[derive(Clone)]
pub struct LinkForty {
    /// The use cases' surroundings.
    pub app: Arc<App>,
    /// Where addresses are, for the simulator.
    pub geography: Arc<Geography>,
    /// Clicks as they come in.
    pub live: Arc<Live>,
    /// How many requests each key may make.
    pub limiter: Arc<RateLimiter>,
    /// What apps are answered with.
    pub sdk: Sdk,
    /// Whether a link that names no template takes the workspace's default one.
    pub template_optional: bool,
}

/// The routes that need a key, and 404 for whatever else is asked under `/api`. Paths that another router serves there must be more
/// specific than `/api/{*rest}`. Routes without a key do not belong behind this door: they are merged beside it.
pub fn router(state: LinkForty) -> Router {
    Router::new()
        .merge(analytics::routes())
        .merge(links::routes())
        .merge(templates::routes())
        .merge(oauth_clients::routes())
        .merge(oauth_consents::routes())
        .merge(projects::routes())
        .merge(workspaces::routes())
        .merge(domains::routes())
        .merge(keys::routes())
        .merge(webhooks::routes())
        .merge(debug::routes())
        .merge(install_analytics::routes())
        .merge(install_matching::routes())
        .route("/api", any(unknown::route))
        .route("/api/", any(unknown::route))
        .route("/api/{*rest}", any(unknown::route))
        .method_not_allowed_fallback(unknown::method)
        .layer(from_fn_with_state(state.clone(), door::admit))
        .merge(uncounted(&state))
        .merge(sdk::routes(&state))
        .merge(debug::socket_routes().method_not_allowed_fallback(unknown::method))
        .merge(openapi::routes().method_not_allowed_fallback(unknown::method))
        .merge(well_known::routes().method_not_allowed_fallback(unknown::method))
        .with_state(state)
}

/// The routes that need a key and are not counted.
fn uncounted(state: &LinkForty) -> Router<LinkForty> {
    links::uncounted_routes().method_not_allowed_fallback(unknown::method).layer(from_fn_with_state(state.clone(), door::identify))
}
