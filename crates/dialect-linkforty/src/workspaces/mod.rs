//! Workspaces: the one that a key acts in, and what it says of its app.

pub(crate) mod app_config;
mod change_app_config;
pub(crate) mod find;
mod list;
pub(crate) mod row;
mod show_app_config;

use crate::LinkForty;
use axum::Router;
use axum::routing::get;

/// The routes.
pub(crate) fn routes() -> Router<LinkForty> {
    let config = get(show_app_config::show).put(change_app_config::change).patch(change_app_config::change);
    Router::new()
        .route("/api/workspaces", get(list::list))
        .route("/api/workspaces/{id}", get(find::find))
        .route("/api/workspaces/{id}/app-config", config)
}
