//! `DELETE /api/links/{id}`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::request::{Segment, Writer};
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};
use trackway_app::links;

/// Deletes a link: its clicks stay, its code stays taken, and a second time it is not found.
pub(crate) async fn delete(State(state): State<LinkForty>, Writer(actor): Writer, id: Segment) -> Result<Json<Value>, Failure> {
    links::delete::delete(&state.app, actor.within(), actor.doer(), &id.link()?).await?;
    Ok(Json(json!({"success": true})))
}
