//! `POST /api/webhooks/{id}/test`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::request::{Admin, Segment};
use crate::webhooks::delivery_row::row;
use axum::Json;
use axum::extract::State;
use http::StatusCode;
use serde_json::{Value, json};
use trackway_app::error::Thing;
use trackway_app::webhooks;
use trackway_domain::webhook::WebhookId;

/// Sends a webhook a `test_event`. It is on its way when this is answered; what the webhook said to it shows in its deliveries.
pub(crate) async fn test(State(state): State<LinkForty>, Admin(actor): Admin, id: Segment) -> Result<(StatusCode, Json<Value>), Failure> {
    let delivery = webhooks::test::test(&state.app, &actor, id.id(Thing::Webhook, WebhookId)?).await?;
    let answer = json!({"success": true, "message": "The test event is on its way", "delivery": row(&delivery)});
    Ok((StatusCode::ACCEPTED, Json(answer)))
}
