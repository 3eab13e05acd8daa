//! `POST /api/webhooks/{id}/deliveries/{deliveryId}/replay`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::request::{Admin, Segments};
use crate::row::Row;
use crate::webhooks::delivery_row::row;
use axum::Json;
use axum::extract::State;
use http::StatusCode;
use trackway_app::error::Thing;
use trackway_app::webhooks;
use trackway_domain::event::DeliveryId;
use trackway_domain::webhook::WebhookId;

/// Sends a delivery again.
pub(crate) async fn replay(
    State(state): State<LinkForty>,
    Admin(actor): Admin,
    Segments(webhook, delivery): Segments,
) -> Result<(StatusCode, Json<Row>), Failure> {
    let webhook = webhook.id(Thing::Webhook, WebhookId)?;
    let delivery = delivery.id(Thing::Delivery, DeliveryId)?;
    Ok((StatusCode::ACCEPTED, Json(row(&webhooks::replay::replay(&state.app, &actor, webhook, delivery).await?))))
}
