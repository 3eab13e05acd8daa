//! `/api/accounts`: the creators and apps that links belong to.

mod change;
mod create;
mod list;
mod row;

use crate::Trackway;
use axum::Router;
use axum::routing::{get, patch};

pub(crate) fn routes() -> Router<Trackway> {
    Router::new().route("/api/accounts", get(list::list).post(create::create)).route("/api/accounts/{id}", patch(change::change))
}
