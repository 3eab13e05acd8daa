//! `DELETE /api/settings/api-keys/{id}`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::request::{Admin, Segment};
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};
use trackway_app::error::Thing;
use trackway_app::keys;
use trackway_domain::key::KeyId;

/// Ends a key, be it the one that asks: the next request that shows it is refused.
pub(crate) async fn revoke(State(state): State<LinkForty>, Admin(actor): Admin, id: Segment) -> Result<Json<Value>, Failure> {
    keys::revoke::revoke(&state.app, actor.workspace, actor.doer(), id.id(Thing::Key, KeyId)?).await?;
    Ok(Json(json!({"success": true})))
}
