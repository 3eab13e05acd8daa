//! `POST /api/webhooks/{id}/rotate-secret`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::request::{Admin, OptionalBody, Segment};
use crate::row::{Row, time};
use crate::values::whole;
use crate::webhooks::row::row;
use axum::Json;
use axum::extract::State;
use jiff::SignedDuration;
use trackway_app::error::Thing;
use trackway_app::webhooks;
use trackway_domain::webhook::{Webhook, WebhookId};

/// Longest time for which two secrets sign, in hours.
const LONGEST: i64 = 168;

/// Gives a webhook another secret. It is in this answer and in no other.
pub(crate) async fn rotate_secret(
    State(state): State<LinkForty>,
    Admin(actor): Admin,
    id: Segment,
    OptionalBody(object): OptionalBody,
) -> Result<Json<Row>, Failure> {
    let mut fields = Fields::new(&object);
    let hours = fields.one(&["overlapHours"], whole(0..=LONGEST));
    let overlap = fields.finish(hours)?.map_or(Webhook::OVERLAP, SignedDuration::from_hours);
    let id = id.id(Thing::Webhook, WebhookId)?;
    let webhook = webhooks::rotate_secret::rotate_secret(&state.app, actor.workspace, actor.doer(), id, overlap).await?;
    let mut row = row(&webhook);
    row.insert("secret".to_owned(), webhook.secret.reveal().into());
    let until = webhook.retiring.as_ref().map(|retiring| time(retiring.until));
    row.insert("previousSecretSignsUntil".to_owned(), until.into());
    Ok(Json(row))
}
