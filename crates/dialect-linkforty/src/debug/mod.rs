//! Trying links out: the simulator and what it can be asked with.

mod countries;
mod languages;
mod report;
mod simulate;
mod user_agents;

use crate::LinkForty;
use axum::Router;
use axum::routing::{get, post};

/// The routes.
pub(crate) fn routes() -> Router<LinkForty> {
    Router::new()
        .route("/api/debug/simulate", post(simulate::simulate))
        .route("/api/debug/user-agents", get(user_agents::user_agents))
        .route("/api/debug/countries", get(countries::countries))
        .route("/api/debug/languages", get(languages::languages))
}
