//! `GET /api/workspaces/{id}/install-matching`.

use super::row::row;
use crate::LinkForty;
use crate::failure::Failure;
use crate::request::{Reader, Segment};
use crate::workspaces::find::own;
use axum::Json;
use axum::extract::State;
use serde_json::Value;
use trackway_app::installs::compare;

/// Shows whether the workspace compares, and how old clicks may be.
pub(crate) async fn show(State(state): State<LinkForty>, Reader(actor): Reader, id: Segment) -> Result<Json<Value>, Failure> {
    own(&actor, &id)?;
    Ok(Json(row(compare::cap(&state.app, &actor).await?)))
}
