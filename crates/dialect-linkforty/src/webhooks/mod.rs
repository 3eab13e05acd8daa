//! Webhooks: their routes, the fields a client may choose, the row it gets. Telling them of anything is left to others.

mod create;
mod delete;
mod fields;
mod find;
mod list;
pub(crate) mod row;
mod update;

use crate::LinkForty;
use axum::Router;
use axum::routing::get;

/// The routes.
pub(crate) fn routes() -> Router<LinkForty> {
    Router::new()
        .route("/api/webhooks", get(list::list).post(create::create))
        .route("/api/webhooks/{id}", get(find::find).put(update::update).patch(update::update).delete(delete::delete))
}
