//! The row of a delivery.

use crate::row::{Row, time, with_twins};
use serde::Serialize;
use serde_json::{Value, json};
use trackway_domain::event::{DeliveryId, EventId};
use trackway_domain::webhook::WebhookId;
use trackway_store::outbox::{Attempt, Delivery};
use utoipa::ToSchema;

/// A delivery as clients see it: with its last tries, the first one first.
pub(crate) fn row(delivery: &Delivery) -> Row {
    with_twins(DeliveryRow {
        id: delivery.id,
        webhook_id: delivery.webhook,
        event_id: delivery.event,
        event: &delivery.name,
        status: delivery.state.as_str(),
        happened_at: time(delivery.happened_at),
        next_attempt_at: delivery.due_at.map(time),
        attempt_count: delivery.tries,
        attempts: delivery.attempts.iter().map(attempt).collect(),
    })
}

fn attempt(attempt: &Attempt) -> Value {
    json!({
        "at": time(attempt.at),
        "success": attempt.error.is_none(),
        "statusCode": attempt.status,
        "error": attempt.error,
        "responseBody": attempt.answer,
        "durationMs": attempt.took_milliseconds,
    })
}

/// The keys in their order.
#[derive(Serialize, ToSchema)]
pub(crate) struct DeliveryRow<'a> {
    #[schema(value_type = Uuid)]
    id: DeliveryId,
    #[schema(value_type = Uuid)]
    webhook_id: WebhookId,
    #[schema(value_type = Uuid)]
    event_id: EventId,
    event: &'a str,
    status: &'a str,
    #[schema(format = DateTime)]
    happened_at: String,
    #[schema(format = DateTime)]
    next_attempt_at: Option<String>,
    attempt_count: u32,
    #[schema(value_type = Vec<Object>)]
    attempts: Vec<Value>,
}
