//! Trying links out: the simulator, what it can be asked with, and clicks as they come in.

mod countries;
mod languages;
mod live;
mod live_token;
pub(crate) mod report;
pub(crate) mod simulate;
mod user_agents;

use crate::LinkForty;
use axum::Router;
use axum::routing::{get, post};

/// The socket, which asks for a ticket instead of a key.
pub(crate) fn socket_routes() -> Router<LinkForty> {
    Router::new().route("/api/debug/live", get(live::live))
}

/// The other routes.
pub(crate) fn routes() -> Router<LinkForty> {
    Router::new()
        .route("/api/debug/simulate", post(simulate::simulate))
        .route("/api/debug/live-token", post(live_token::live_token))
        .route("/api/debug/user-agents", get(user_agents::user_agents))
        .route("/api/debug/countries", get(countries::countries))
        .route("/api/debug/languages", get(languages::languages))
}
