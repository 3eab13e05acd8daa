//! `GET /api/projects/{id}`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::projects::row::row;
use crate::request::{Reader, Segment};
use crate::row::Row;
use axum::Json;
use axum::extract::State;
use trackway_app::error::Thing;
use trackway_app::projects;
use trackway_domain::project::ProjectId;

/// One project.
pub(crate) async fn find(State(state): State<LinkForty>, Reader(actor): Reader, id: Segment) -> Result<Json<Row>, Failure> {
    Ok(Json(row(&projects::find::find(&state.app, &actor, id.id(Thing::Project, ProjectId)?).await?)))
}
