//! The tags of links.

mod list;

use crate::Trackway;
use axum::Router;
use axum::routing::get;

/// The routes.
pub(crate) fn routes() -> Router<Trackway> {
    Router::new().route("/api/tags", get(list::list))
}
