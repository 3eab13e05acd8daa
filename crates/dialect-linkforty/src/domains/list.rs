//! `GET /api/domains`.

use crate::LinkForty;
use crate::domains::row::row;
use crate::failure::Failure;
use crate::request::Reader;
use crate::row::Row;
use axum::Json;
use axum::extract::State;
use trackway_app::domains::find;

/// All host names that the workspace has named, by name.
pub(crate) async fn list(State(state): State<LinkForty>, Reader(actor): Reader) -> Result<Json<Vec<Row>>, Failure> {
    Ok(Json(find::list(&state.app, actor.workspace).await?.iter().map(row).collect()))
}
