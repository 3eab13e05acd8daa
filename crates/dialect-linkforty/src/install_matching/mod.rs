//! Whether a workspace compares installs with recent clicks where the app names none.

mod change;
mod row;
mod show;

use crate::LinkForty;
use axum::Router;
use axum::routing::get;

/// The routes.
pub(crate) fn routes() -> Router<LinkForty> {
    Router::new().route("/api/workspaces/{id}/install-matching", get(show::show).put(change::change))
}
