//! `/api/links/ranked`: links as a table shows them, with all numbers that they carry; and the tags of many at once. Everything else about
//! links is the main API's.

mod bulk_tag;
mod ranked;
mod row;

use crate::Trackway;
use axum::Router;
use axum::routing::{get, post};

pub(crate) fn routes() -> Router<Trackway> {
    Router::new().route("/api/links/ranked", get(ranked::ranked)).route("/api/links/bulk-tag", post(bulk_tag::bulk_tag))
}
