//! `POST /api/sdk/v1/links`: an app makes a link for its user to share. Everything is optional but the key.

use crate::LinkForty;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::links::fields;
use crate::request::Body;
use crate::sdk::door::Caller;
use crate::values::{named, targeting, text, uuid};
use axum::Json;
use axum::extract::State;
use http::StatusCode;
use serde_json::{Value, json};
use trackway_app::error::Thing;
use trackway_app::links::create::{CodeChoice, NewLink};
use trackway_app::{Actor, links, templates};
use trackway_domain::account::AccountId;
use trackway_domain::code::Code;
use trackway_domain::key::KeyScope;
use trackway_domain::link::LinkSettings;
use trackway_domain::targeting::Targeting;
use trackway_domain::template::TemplateId;
use trackway_web::body::Object;

/// Makes a link, or finds the one that was made for the same user and content.
pub(crate) async fn create(
    State(state): State<LinkForty>,
    caller: Caller,
    Body(object): Body,
) -> Result<(StatusCode, Json<Value>), Failure> {
    let actor = caller.keyed()?;
    if !actor.may(KeyScope::LinksWrite) {
        return Err(Failure::Forbidden(KeyScope::LinksWrite));
    }
    let new = read(&state, &actor, &object).await?;
    let (view, deduplicated) = links::create_once::create_once(&state.app, &actor, new).await?;
    let (code, id) = (&view.link.code, view.link.uuid);
    let row = json!({"url": state.app.short_url_of(&view), "shortCode": code.as_str(), "linkId": id, "deduplicated": deduplicated});
    Ok((StatusCode::CREATED, Json(row)))
}

async fn read(state: &LinkForty, actor: &Actor, object: &Object) -> Result<NewLink, Failure> {
    let mut fields = Fields::new(object);
    let mut settings = fields::read(&mut fields).applied(LinkSettings::default());
    let password = fields::password(&mut fields);
    let code = fields.one(&["customCode"], named(Code::custom)).map_or(CodeChoice::Random, CodeChoice::Custom);
    let is_for_everybody = fields.said(&["targetingRules"], targeting).contains(&Some(Targeting::default()));
    let account = fields.one(&["accountId"], uuid).map(AccountId);
    let slug = fields.one(&["templateSlug"], text(64));
    fields.finish(())?;
    settings.lock = password.lock(&state.app).await?.flatten();
    if settings.template.is_none() {
        settings.template = template(state, actor, slug.as_deref()).await?;
    }
    Ok(NewLink { account, template: settings.template, code, settings, is_for_everybody })
}

/// The template of that slug, or the workspace's default one.
async fn template(state: &LinkForty, actor: &Actor, slug: Option<&str>) -> Result<Option<TemplateId>, Failure> {
    let mut templates = templates::find::list(&state.app, actor).await?.into_iter();
    match slug {
        None => Ok(templates.find(|template| template.is_default).map(|template| template.id)),
        Some(slug) => {
            let named = templates.find(|template| template.slug.as_str() == slug).ok_or(Failure::NotFound(Thing::Template))?;
            Ok(Some(named.id))
        }
    }
}
