//! `PUT` and `PATCH /api/webhooks/{id}`: only what is named changes; the secret stays.

use crate::LinkForty;
use crate::failure::Failure;
use crate::request::{Admin, Body, Segment};
use crate::row::Row;
use crate::webhooks::fields;
use crate::webhooks::row::row;
use axum::Json;
use axum::extract::State;
use trackway_app::error::Thing;
use trackway_app::webhooks;
use trackway_domain::webhook::WebhookId;

/// Changes a webhook.
pub(crate) async fn update(
    State(state): State<LinkForty>,
    Admin(actor): Admin,
    id: Segment,
    Body(object): Body,
) -> Result<Json<Row>, Failure> {
    let patch = fields::change(&object)?;
    let id = id.id(Thing::Webhook, WebhookId)?;
    Ok(Json(row(&webhooks::update::update(&state.app, &actor, id, move |settings| patch.apply(settings)).await?)))
}
