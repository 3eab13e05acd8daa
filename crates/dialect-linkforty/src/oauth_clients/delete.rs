//! `DELETE /api/oauth/clients/{id}`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::request::{Admin, Segment};
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};
use trackway_app::error::Thing;
use trackway_app::oauth::revoke_client::revoke_client;
use trackway_domain::oauth::client::ClientId;

/// Ends a client with all that it was allowed: its tokens are refused from now on.
pub(crate) async fn delete(State(state): State<LinkForty>, Admin(actor): Admin, Segment(id): Segment) -> Result<Json<Value>, Failure> {
    let id = ClientId::parse(&id).ok_or(Failure::NotFound(Thing::Client))?;
    revoke_client(&state.app, actor.workspace, actor.doer(), id).await?;
    Ok(Json(json!({"success": true})))
}
