//! Host names of the workspace. Changing them takes an admin's key.

mod create;
mod delete;
mod find;
mod list;
pub(crate) mod row;
mod verify;

use crate::LinkForty;
use axum::Router;
use axum::routing::{get, post};

/// The routes.
pub(crate) fn routes() -> Router<LinkForty> {
    Router::new()
        .route("/api/domains", get(list::list).post(create::create))
        .route("/api/domains/{id}", get(find::find).delete(delete::delete))
        .route("/api/domains/{id}/verify", post(verify::verify))
}
