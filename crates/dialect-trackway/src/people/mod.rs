//! `/api/people`: the persons whom accounts know.

mod list;

use crate::Trackway;
use axum::Router;
use axum::routing::get;

pub(crate) fn routes() -> Router<Trackway> {
    Router::new().route("/api/people", get(list::list))
}
