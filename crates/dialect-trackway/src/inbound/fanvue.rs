//! `POST /inbound/fanvue/{account}`: what Fanvue reports, signed over the bytes of the body, which are looked at only then.

use super::{Delivery, fanvue_words, known, refused, take};
use crate::Trackway;
use crate::failure::Failure;
use axum::Json;
use axum::extract::{Path, Request, State};
use serde_json::Value;
use trackway_domain::inbound::InboundPlatform;
use trackway_web::body::read_bytes;

pub(crate) async fn receive(State(state): State<Trackway>, Path(account): Path<String>, request: Request) -> Result<Json<Value>, Failure> {
    let (head, body) = request.into_parts();
    let found = known(&state, &account, InboundPlatform::Fanvue).await;
    let (account, secret) = found.map_err(|failure| refused(&state, &head.extensions, failure))?;
    let body = read_bytes(body).await?;
    let signature = head.headers.get("x-fanvue-signature").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if let Err(error) = secret.verify(signature, &body, state.app.clock.now()) {
        return Err(refused(&state, &head.extensions, Failure::Unsigned(error.to_string())));
    }
    let event = serde_json::from_slice::<Value>(&body).unwrap_or(Value::Null);
    let delivery = Delivery {
        account,
        platform: InboundPlatform::Fanvue,
        body: String::from_utf8_lossy(&body).into_owned(),
        id: super::text_at(&event, &["/id"]),
        meaning: fanvue_words::meaning(&event),
    };
    take(&state, delivery).await
}
