//! Templates: their routes, the defaults they hold, the row a client gets.

mod create;
mod delete;
mod find;
mod list;
pub(crate) mod row;
mod set_default;
pub(crate) mod settings;
mod update;

use crate::LinkForty;
use axum::Router;
use axum::routing::{get, put};

/// The routes.
pub(crate) fn routes() -> Router<LinkForty> {
    Router::new()
        .route("/api/templates", get(list::list).post(create::create))
        .route("/api/templates/{id}", get(find::find).put(update::update).patch(update::update).delete(delete::delete))
        .route("/api/templates/{id}/set-default", put(set_default::set_default).post(set_default::set_default))
}
