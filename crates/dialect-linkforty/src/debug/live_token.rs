//! `POST /api/debug/live-token`: a ticket for the socket, which browsers open without headers of ours.

use crate::LinkForty;
use crate::failure::Failure;
use crate::request::Reader;
use crate::row::time;
use axum::Json;
use axum::extract::State;
use http::StatusCode;
use serde_json::{Value, json};

/// Gives a ticket that is good once.
pub(crate) async fn live_token(State(state): State<LinkForty>, Reader(actor): Reader) -> Result<(StatusCode, Json<Value>), Failure> {
    let ticket = state.live.ticket(actor.within(), &*state.app.random, state.app.clock.now());
    let (token, ends_at) = ticket.ok_or(Failure::Unavailable)?;
    Ok((StatusCode::CREATED, Json(json!({"token": token, "expiresAt": time(ends_at)}))))
}
