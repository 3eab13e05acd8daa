//! `GET /api/webhooks/{id}/deliveries`: the last event first, a bare array; how it goes on stands in `X-Next-Cursor`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::request::{Admin, Parameters, Segment};
use crate::row::Row;
use crate::values::{number, uuid};
use crate::webhooks::delivery_row::row;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::HeaderValue;
use trackway_app::error::Thing;
use trackway_app::webhooks;
use trackway_domain::event::DeliveryId;
use trackway_domain::webhook::WebhookId;

/// How many are given at most, and where nothing is said.
const LIMIT: u32 = 100;

/// Lists what a webhook was told, and what it is still to be told.
pub(crate) async fn list_deliveries(
    State(state): State<LinkForty>,
    Admin(actor): Admin,
    id: Segment,
    Parameters(parameters): Parameters,
) -> Result<Response, Failure> {
    let mut fields = Fields::new(&parameters);
    let limit = fields.one(&["limit"], number(1..=LIMIT)).unwrap_or(LIMIT);
    let cursor = fields.one(&["cursor"], uuid).map(DeliveryId);
    let (limit, cursor) = fields.finish((limit, cursor))?;
    let id = id.id(Thing::Webhook, WebhookId)?;
    let page = webhooks::list_deliveries::list_deliveries(&state.app, &actor, id, cursor, limit).await?;
    let mut response = Json(page.items.iter().map(row).collect::<Vec<Row>>()).into_response();
    let next = page.items.last().filter(|_| page.has_more).and_then(|last| HeaderValue::from_str(&last.id.to_string()).ok());
    response.headers_mut().extend(next.map(|next| (http::HeaderName::from_static("x-next-cursor"), next)));
    Ok(response)
}
