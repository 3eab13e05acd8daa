//! `/api/me`: whoever asks, and what he may do.

mod change;
mod find;

use crate::Trackway;
use axum::Router;
use axum::routing::get;

pub(crate) fn routes() -> Router<Trackway> {
    Router::new().route("/api/me", get(find::find).patch(change::change))
}
