//! OAuth consents: what people have allowed clients. Their routes take an admin's key.

mod delete;
mod list;
mod row;

use crate::LinkForty;
use axum::Router;
use axum::routing::{delete, get};

/// The routes.
pub(crate) fn routes() -> Router<LinkForty> {
    Router::new().route("/api/oauth/consents", get(list::list)).route("/api/oauth/consents/{id}", delete(delete::delete))
}
