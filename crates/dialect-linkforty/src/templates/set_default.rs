//! `PUT /api/templates/{id}/set-default`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::request::{Segment, Writer};
use crate::row::Row;
use crate::templates::row::row;
use axum::Json;
use axum::extract::State;
use trackway_app::error::Thing;
use trackway_app::templates;
use trackway_domain::template::TemplateId;

/// Makes a template the default, in the place of the one that was.
pub(crate) async fn set_default(State(state): State<LinkForty>, Writer(actor): Writer, id: Segment) -> Result<Json<Row>, Failure> {
    let id = id.id(Thing::Template, TemplateId)?;
    Ok(Json(row(&templates::update::update(&state.app, &actor, id, |template| template.is_default = true).await?)))
}
