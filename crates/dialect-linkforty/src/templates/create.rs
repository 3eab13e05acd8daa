//! `POST /api/templates`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::request::{Body, Writer};
use crate::row::Row;
use crate::templates::row::row;
use crate::templates::settings;
use crate::values::{flag, named};
use axum::Json;
use axum::extract::State;
use http::StatusCode;
use trackway_app::templates;
use trackway_app::templates::create::NewTemplate;
use trackway_domain::template::TemplateSettings;
use trackway_domain::text::{Description, Name};
use trackway_web::body::Object;

/// Makes a template.
pub(crate) async fn create(
    State(state): State<LinkForty>,
    Writer(actor): Writer,
    Body(object): Body,
) -> Result<(StatusCode, Json<Row>), Failure> {
    let template = templates::create::create(&state.app, &actor, read(&object)?).await?;
    Ok((StatusCode::CREATED, Json(row(&template))))
}

fn read(object: &Object) -> Result<NewTemplate, Failure> {
    let mut fields = Fields::new(object);
    let name = fields.required_one("name", named(Name::parse));
    let description = fields.one(&["description"], named(Description::parse));
    let is_default = fields.one(&["isDefault"], flag).unwrap_or(false);
    let settings = fields.one(&["settings"], settings::read).map(|patch| patch.applied(TemplateSettings::default())).unwrap_or_default();
    let new = name.map(|name| NewTemplate { name, description, is_default, settings });
    Ok(fields.finish(new)?.expect("a name that is not there is a fault"))
}
