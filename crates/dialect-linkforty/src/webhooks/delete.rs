//! `DELETE /api/webhooks/{id}`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::request::{Admin, Segment};
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};
use trackway_app::error::Thing;
use trackway_app::webhooks;
use trackway_domain::webhook::WebhookId;

/// Deletes a webhook.
pub(crate) async fn delete(State(state): State<LinkForty>, Admin(actor): Admin, id: Segment) -> Result<Json<Value>, Failure> {
    webhooks::delete::delete(&state.app, &actor, id.id(Thing::Webhook, WebhookId)?).await?;
    Ok(Json(json!({"success": true})))
}
