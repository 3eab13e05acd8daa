//! API keys: their routes and the row a client gets.

mod create;
mod list;
mod revoke;
pub(crate) mod row;

use crate::LinkForty;
use axum::Router;
use axum::routing::{delete, get};

/// The routes.
pub(crate) fn routes() -> Router<LinkForty> {
    Router::new()
        .route("/api/settings/api-keys", get(list::list).post(create::create))
        .route("/api/settings/api-keys/{id}", delete(revoke::revoke))
}
