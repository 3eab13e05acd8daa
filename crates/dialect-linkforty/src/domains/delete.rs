//! `DELETE /api/domains/{id}`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::request::{Admin, Segment};
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};
use trackway_app::domains::remove::remove;
use trackway_app::error::Thing;
use trackway_domain::custom_domain::CustomDomainId;

/// Gives up a host name.
pub(crate) async fn delete(State(state): State<LinkForty>, Admin(actor): Admin, id: Segment) -> Result<Json<Value>, Failure> {
    remove(&state.app, actor.workspace, actor.doer(), id.id(Thing::Domain, CustomDomainId)?).await?;
    Ok(Json(json!({"success": true})))
}
