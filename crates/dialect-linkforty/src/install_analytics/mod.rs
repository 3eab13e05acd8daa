//! Numbers of installs, and of the way from clicks to money.

mod funnel;
mod installs;
mod question;

use crate::LinkForty;
use axum::Router;
use axum::routing::get;

/// The routes.
pub(crate) fn routes() -> Router<LinkForty> {
    Router::new()
        .route("/api/analytics/installs", get(installs::all))
        .route("/api/analytics/installs/{id}", get(installs::of_link))
        .route("/api/analytics/conversion-funnel", get(funnel::funnel))
}
