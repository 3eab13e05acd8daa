//! `DELETE /api/templates/{id}`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::request::{Segment, Writer};
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};
use trackway_app::error::Thing;
use trackway_app::templates;
use trackway_domain::template::TemplateId;

/// Deletes a template that nothing needs.
pub(crate) async fn delete(State(state): State<LinkForty>, Writer(actor): Writer, id: Segment) -> Result<Json<Value>, Failure> {
    templates::delete::delete(&state.app, &actor, id.id(Thing::Template, TemplateId)?).await?;
    Ok(Json(json!({"success": true})))
}
