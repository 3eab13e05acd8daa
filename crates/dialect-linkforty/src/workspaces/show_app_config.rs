//! `GET /api/workspaces/{id}/app-config`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::request::{Reader, Segment};
use crate::row::Row;
use crate::workspaces::app_config::row;
use crate::workspaces::find::own;
use axum::Json;
use axum::extract::State;
use trackway_app::app_config;

/// What the workspace says of its app; every key is there.
pub(crate) async fn show(State(state): State<LinkForty>, Reader(actor): Reader, id: Segment) -> Result<Json<Row>, Failure> {
    own(&actor, &id)?;
    Ok(Json(row(&app_config::update::find(&state.app, &actor).await?)))
}
