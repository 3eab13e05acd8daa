//! Projects: their routes and the row a client gets.

mod create;
mod find;
mod list;
pub(crate) mod row;

use crate::LinkForty;
use axum::Router;
use axum::routing::get;

/// The routes.
pub(crate) fn routes() -> Router<LinkForty> {
    Router::new().route("/api/projects", get(list::list).post(create::create)).route("/api/projects/{id}", get(find::find))
}
