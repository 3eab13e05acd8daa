//! `PUT` and `PATCH /api/workspaces/{id}/app-config`: only what is named changes.

use crate::LinkForty;
use crate::failure::Failure;
use crate::request::{Admin, Body, Segment};
use crate::row::Row;
use crate::workspaces::app_config::{read, row};
use crate::workspaces::find::own;
use axum::Json;
use axum::extract::State;
use trackway_app::app_config;

/// Changes what the workspace says of its app.
pub(crate) async fn change(
    State(state): State<LinkForty>,
    Admin(actor): Admin,
    id: Segment,
    Body(object): Body,
) -> Result<Json<Row>, Failure> {
    let patch = read(&object)?;
    own(&actor, &id)?;
    Ok(Json(row(&app_config::update::update(&state.app, &actor, move |config| patch.apply(config)).await?)))
}
