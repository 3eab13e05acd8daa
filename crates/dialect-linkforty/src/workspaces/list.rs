//! `GET /api/workspaces`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::request::Reader;
use crate::row::Row;
use crate::workspaces::row::row;
use axum::Json;
use axum::extract::State;
use trackway_app::workspaces;

/// The workspace that the key acts in: a key sees one.
pub(crate) async fn list(State(state): State<LinkForty>, Reader(actor): Reader) -> Result<Json<Vec<Row>>, Failure> {
    Ok(Json(vec![row(&workspaces::find::own(&state.app, &actor).await?)]))
}
