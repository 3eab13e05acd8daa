//! `GET /api/webhooks/{id}`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::request::{Admin, Segment};
use crate::row::Row;
use crate::webhooks::row::row;
use axum::Json;
use axum::extract::State;
use trackway_app::error::Thing;
use trackway_app::webhooks;
use trackway_domain::webhook::WebhookId;

/// One webhook, without its secret.
pub(crate) async fn find(State(state): State<LinkForty>, Admin(actor): Admin, id: Segment) -> Result<Json<Row>, Failure> {
    Ok(Json(row(&webhooks::find::find(&state.app, &actor, id.id(Thing::Webhook, WebhookId)?).await?)))
}
