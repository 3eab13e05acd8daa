//! `POST /inbound/fansly/{account}/{secret}`: what a relay of Fansly's events reports. The address carries the secret, so no log shows it.

use super::{Delivery, fansly_words, known, refused, take};
use crate::Trackway;
use crate::failure::Failure;
use axum::Json;
use axum::extract::{Path, Request, State};
use serde_json::Value;
use trackway_app::error::Thing;
use trackway_domain::inbound::InboundPlatform;
use trackway_web::body::read_bytes;

pub(crate) async fn receive(
    State(state): State<Trackway>,
    Path((account, shown)): Path<(String, String)>,
    request: Request,
) -> Result<Json<Value>, Failure> {
    let (head, body) = request.into_parts();
    let found = known(&state, &account, InboundPlatform::Fansly).await;
    // A wrong secret is told no more than a wrong account.
    let found = found.and_then(|(account, secret)| if secret.is(&shown) { Ok(account) } else { Err(Failure::NotFound(Thing::Account)) });
    let account = found.map_err(|failure| refused(&state, &head.extensions, failure))?;
    let body = read_bytes(body).await?;
    let event = serde_json::from_slice::<Value>(&body).unwrap_or(Value::Null);
    let delivery = Delivery {
        account,
        platform: InboundPlatform::Fansly,
        body: String::from_utf8_lossy(&body).into_owned(),
        id: super::text_at(&event, &["/id", "/event_id", "/eventId"]),
        meaning: fansly_words::meaning(&event),
    };
    take(&state, delivery).await
}
