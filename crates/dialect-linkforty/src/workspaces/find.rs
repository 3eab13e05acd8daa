//! `GET /api/workspaces/{id}`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::request::{Reader, Segment};
use crate::row::Row;
use crate::workspaces::row::row;
use axum::Json;
use axum::extract::State;
use trackway_app::error::Thing;
use trackway_app::{Actor, workspaces};
use trackway_domain::workspace::WorkspaceId;

/// The workspace that the key acts in.
pub(crate) async fn find(State(state): State<LinkForty>, Reader(actor): Reader, id: Segment) -> Result<Json<Row>, Failure> {
    own(&actor, &id)?;
    Ok(Json(row(&workspaces::find::own(&state.app, &actor).await?)))
}

/// Another workspace is not there.
pub(crate) fn own(actor: &Actor, id: &Segment) -> Result<(), Failure> {
    let id = id.id(Thing::Workspace, WorkspaceId)?;
    if id == actor.workspace { Ok(()) } else { Err(Failure::NotFound(Thing::Workspace)) }
}
