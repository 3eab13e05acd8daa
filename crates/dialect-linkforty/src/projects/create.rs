//! `POST /api/projects`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::projects::row::row;
use crate::request::{Body, Writer};
use crate::row::Row;
use crate::values::named;
use axum::Json;
use axum::extract::State;
use http::StatusCode;
use trackway_app::projects;
use trackway_domain::text::{Description, Name};

/// Makes a project.
pub(crate) async fn create(
    State(state): State<LinkForty>,
    Writer(actor): Writer,
    Body(object): Body,
) -> Result<(StatusCode, Json<Row>), Failure> {
    let mut fields = Fields::new(&object);
    let name = fields.required_one("name", named(Name::parse));
    let description = fields.one(&["description"], named(Description::parse));
    let name = fields.finish(name)?.expect("a name that is not there is a fault");
    let project = projects::create::create(&state.app, &actor, name, description).await?;
    Ok((StatusCode::CREATED, Json(row(&project))))
}
