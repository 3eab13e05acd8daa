//! `GET /api/projects`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::projects::row::row;
use crate::request::Reader;
use crate::row::Row;
use axum::Json;
use axum::extract::State;
use trackway_app::projects;

/// All projects, newest first.
pub(crate) async fn list(State(state): State<LinkForty>, Reader(actor): Reader) -> Result<Json<Vec<Row>>, Failure> {
    Ok(Json(projects::find::list(&state.app, &actor).await?.iter().map(row).collect()))
}
