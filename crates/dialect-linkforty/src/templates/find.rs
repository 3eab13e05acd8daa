//! `GET /api/templates/{id}`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::request::{Reader, Segment};
use crate::row::Row;
use crate::templates::row::row;
use axum::Json;
use axum::extract::State;
use trackway_app::error::Thing;
use trackway_app::templates;
use trackway_domain::template::TemplateId;

/// One template.
pub(crate) async fn find(State(state): State<LinkForty>, Reader(actor): Reader, id: Segment) -> Result<Json<Row>, Failure> {
    let id = id.id(Thing::Template, TemplateId)?;
    Ok(Json(row(&templates::find::find(&state.app, &actor, id).await?)))
}
