//! `/api/links/ranked`: links as a table shows them, with all numbers that they carry. Everything else about links is the main API's.

mod ranked;
mod row;

use crate::Trackway;
use axum::Router;
use axum::routing::get;

pub(crate) fn routes() -> Router<Trackway> {
    Router::new().route("/api/links/ranked", get(ranked::ranked))
}
