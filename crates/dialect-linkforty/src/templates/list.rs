//! `GET /api/templates`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::request::Reader;
use crate::row::Row;
use crate::templates::row::row;
use axum::Json;
use axum::extract::State;
use trackway_app::templates;

/// All templates: the default first, then by name.
pub(crate) async fn list(State(state): State<LinkForty>, Reader(actor): Reader) -> Result<Json<Vec<Row>>, Failure> {
    let templates = templates::find::list(&state.app, &actor).await?;
    Ok(Json(templates.iter().map(row).collect()))
}
