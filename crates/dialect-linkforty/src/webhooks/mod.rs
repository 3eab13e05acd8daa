//! Webhooks: their routes, the fields a client may choose, the rows it gets, and what webhooks are told. Sending it is left to others.

mod create;
mod delete;
pub(crate) mod delivery_row;
mod fields;
mod find;
mod list;
mod list_deliveries;
pub mod payload;
mod replay;
mod rotate_secret;
pub(crate) mod row;
mod test;
mod update;

use crate::LinkForty;
use axum::Router;
use axum::routing::{get, post};

/// The routes.
pub(crate) fn routes() -> Router<LinkForty> {
    Router::new()
        .route("/api/webhooks", get(list::list).post(create::create))
        .route("/api/webhooks/{id}", get(find::find).put(update::update).patch(update::update).delete(delete::delete))
        .route("/api/webhooks/{id}/test", post(test::test))
        .route("/api/webhooks/{id}/rotate-secret", post(rotate_secret::rotate_secret))
        .route("/api/webhooks/{id}/deliveries", get(list_deliveries::list_deliveries))
        .route("/api/webhooks/{id}/deliveries/{deliveryId}/replay", post(replay::replay))
}
