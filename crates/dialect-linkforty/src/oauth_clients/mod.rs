//! OAuth clients: the programs that people of the workspace can allow something. Their routes take an admin's key.

mod create;
mod delete;
mod list;
mod row;

use crate::LinkForty;
use axum::Router;
use axum::routing::{delete, get};

/// The routes.
pub(crate) fn routes() -> Router<LinkForty> {
    Router::new().route("/api/oauth/clients", get(list::list).post(create::create)).route("/api/oauth/clients/{id}", delete(delete::delete))
}
