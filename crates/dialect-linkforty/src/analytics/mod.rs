//! What was clicked: of a workspace, a project, a link. Everything at once, in the words of this dialect; for other questions there is `/api/stats`.

mod link;
mod overview;
mod project;
pub(crate) mod query;
pub(crate) mod row;

use crate::LinkForty;
use axum::Router;
use axum::routing::get;

/// The routes.
pub(crate) fn routes() -> Router<LinkForty> {
    Router::new()
        .route("/api/analytics/overview", get(overview::overview))
        .route("/api/analytics/links/{id}", get(link::link))
        .route("/api/analytics/projects/{id}", get(project::project))
}
