//! Templates: their routes, the defaults they hold, the row a client gets.

mod create;
mod find;
mod list;
mod row;
mod settings;

use crate::LinkForty;
use axum::Router;
use axum::routing::get;

/// The routes.
pub(crate) fn routes() -> Router<LinkForty> {
    Router::new().route("/api/templates", get(list::list).post(create::create)).route("/api/templates/{id}", get(find::find))
}
