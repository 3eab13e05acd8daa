//! `PUT` and `PATCH /api/templates/{id}`: only what is named changes, inside the settings too.

use crate::LinkForty;
use crate::failure::Failure;
use crate::faults::{Fault, Faults};
use crate::fields::Fields;
use crate::patch::{Patch, Reading};
use crate::request::{Body, Segment, Writer};
use crate::row::Row;
use crate::templates::row::row;
use crate::templates::settings;
use crate::values::{flag, named};
use axum::Json;
use axum::extract::State;
use trackway_app::error::Thing;
use trackway_app::templates;
use trackway_domain::template::{Template, TemplateId};
use trackway_domain::text::{Description, Name};
use trackway_web::body::Object;

/// Changes a template.
pub(crate) async fn update(
    State(state): State<LinkForty>,
    Writer(actor): Writer,
    id: Segment,
    Body(object): Body,
) -> Result<Json<Row>, Failure> {
    let patch = read(&object)?;
    let id = id.id(Thing::Template, TemplateId)?;
    let template = templates::find::find(&state.app, &actor, id).await?;
    if template.is_default && !patch.applied(template).is_default {
        return Err(still_default());
    }
    Ok(Json(row(&templates::update::update(&state.app, &actor, id, move |template| patch.apply(template)).await?)))
}

fn read(object: &Object) -> Result<Patch<Template>, Failure> {
    let mut fields = Fields::new(object);
    let mut patch = Reading::<Template>::new(&mut fields);
    patch.fixed_field(&["name"], named(Name::parse), |template, name| {
        template.name = name.unwrap_or_else(|| template.name.clone());
    });
    patch.field(&["description"], named(Description::parse), |template, text| template.description = text);
    patch.field(&["isDefault"], flag, |template, flag| template.is_default = flag.unwrap_or(template.is_default));
    patch.field(&["settings"], settings::read, |template, settings| {
        if let Some(patch) = settings {
            patch.apply(&mut template.settings);
        }
    });
    let patch = patch.patch();
    let patch = fields.finish(patch)?;
    if patch.is_empty() { Err(Failure::NoChange) } else { Ok(patch) }
}

/// A workspace always has a default.
fn still_default() -> Failure {
    let mut faults = Faults::default();
    faults.add("isDefault", Fault::of("cannot be taken back: make another template the default"));
    faults.into()
}
