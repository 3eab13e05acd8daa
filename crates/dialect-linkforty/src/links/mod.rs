//! Links: their routes, the fields a client may choose, the row it gets.

mod bulk;
mod bulk_create;
mod bulk_delete;
mod bulk_update;
mod create;
mod delete;
mod discover;
mod duplicate;
pub(crate) mod fields;
mod find;
mod list;
mod paging;
mod preview;
mod qr;
pub(crate) mod row;
mod update;

use crate::LinkForty;
use axum::Router;
use axum::routing::{get, post};

/// The route that nobody counts.
pub(crate) fn uncounted_routes() -> Router<LinkForty> {
    Router::new().route("/api/links/{id}/qr", get(qr::qr))
}

/// The other routes.
pub(crate) fn routes() -> Router<LinkForty> {
    let one = get(find::find).put(update::update).patch(update::update).delete(delete::delete);
    Router::new()
        .route("/api/links", get(list::list).post(create::create))
        .route("/api/links/bulk-create", post(bulk_create::bulk_create))
        .route("/api/links/bulk-update", post(bulk_update::bulk_update))
        .route("/api/links/bulk-delete", post(bulk_delete::bulk_delete))
        .route("/api/links/preview", post(preview::preview))
        .route("/api/links/discover/{code}", get(discover::discover))
        .route("/api/links/{id}", one)
        .route("/api/links/{id}/duplicate", post(duplicate::duplicate))
}
