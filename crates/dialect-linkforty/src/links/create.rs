//! `POST /api/links`.

use crate::LinkForty;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::links::fields;
use crate::links::row::row;
use crate::request::{Body, Writer};
use crate::row::Row;
use crate::values::{named, targeting, uuid};
use axum::Json;
use axum::extract::State;
use http::StatusCode;
use trackway_app::links::create::{CodeChoice, NewLink};
use trackway_app::{Actor, Error, links, templates};
use trackway_domain::account::AccountId;
use trackway_domain::code::Code;
use trackway_domain::link::LinkSettings;
use trackway_domain::targeting::Targeting;
use trackway_domain::template::TemplateId;
use trackway_store::links::LinkView;
use trackway_web::body::Object;

/// Makes a link.
pub(crate) async fn create(
    State(state): State<LinkForty>,
    Writer(actor): Writer,
    Body(object): Body,
) -> Result<(StatusCode, Json<Row>), Failure> {
    let view = make(&state, &actor, &object).await?;
    Ok((StatusCode::CREATED, Json(row(&state.app, &view))))
}

/// Makes the link that an object describes.
pub(crate) async fn make(state: &LinkForty, actor: &Actor, object: &Object) -> Result<LinkView, Failure> {
    let new = read(state, actor, object).await?;
    Ok(links::create::create(&state.app, actor, new).await?)
}

/// Reads what is asked of a new link.
pub(super) async fn read(state: &LinkForty, actor: &Actor, object: &Object) -> Result<NewLink, Failure> {
    let mut fields = Fields::new(object);
    let mut settings = fields::read(&mut fields).applied(LinkSettings::default());
    let password = fields::password(&mut fields);
    let code = fields.one(&["customCode"], named(Code::custom));
    // Rules that are given and empty are not left out: the template's do not count then.
    let is_for_everybody = fields.said(&["targetingRules"], targeting).contains(&Some(Targeting::default()));
    let account = fields.one(&["accountId"], uuid).map(AccountId);
    let template = match settings.template {
        None if state.template_optional => default_template(state, actor).await?,
        named => named,
    };
    if template.is_none() {
        fields.require("templateId");
    }
    if settings.destination.is_none() && !supplies_destination(state, actor, template).await? {
        fields.require("originalUrl");
    }
    let code = code.map_or(CodeChoice::Random, CodeChoice::Custom);
    fields.finish(())?;
    settings.lock = password.lock(&state.app).await?.flatten();
    Ok(NewLink { account, template, code, settings, is_for_everybody })
}

async fn default_template(state: &LinkForty, actor: &Actor) -> Result<Option<TemplateId>, Failure> {
    let templates = templates::find::list(&state.app, actor).await?;
    Ok(templates.into_iter().find(|template| template.is_default).map(|template| template.id))
}

/// True where the template has a destination for links without one. That a template does not exist is told after all faults of fields,
/// by the creation itself; so nothing is wrong with it here.
async fn supplies_destination(state: &LinkForty, actor: &Actor, template: Option<TemplateId>) -> Result<bool, Failure> {
    let Some(id) = template else { return Ok(false) };
    match templates::find::find(&state.app, actor, id).await {
        Ok(template) => Ok(template.settings.destinations.web_fallback.is_some()),
        Err(Error::NotFound(_)) => Ok(true),
        Err(error) => Err(error.into()),
    }
}
