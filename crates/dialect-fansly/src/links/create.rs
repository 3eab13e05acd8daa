//! `POST …/tracking-links`: makes a link to the account's profile.

use super::{fields, wire};
use crate::Fansly;
use crate::access::Writing;
use crate::answer::Answer;
use crate::error::Error;
use axum::extract::{Request, State};
use http::StatusCode;
use trackway_app::links::create::{CodeChoice, NewLink, create as make};
use trackway_domain::link::LinkSettings;
use trackway_web::body::{Object, read_object};

pub(crate) async fn create(State(fansly): State<Fansly>, Writing(access): Writing, request: Request) -> Result<Answer, Error> {
    let settings = settings(&read_object(request).await?)?;
    let new = NewLink { account: Some(access.account.id), template: None, code: CodeChoice::Random, settings, is_for_everybody: false };
    let view = make(&fansly.app, &access.actor, new).await?;
    let link = wire::link(fansly.app.short_url_of(&view), &view);
    Ok(Answer::response(StatusCode::CREATED, "Tracking link created successfully", link))
}

fn settings(object: &Object) -> Result<LinkSettings, Error> {
    Ok(LinkSettings {
        name: Some(fields::label(object)?.ok_or_else(|| fields::required("label"))?),
        description: fields::description(object)?.flatten(),
        max_clicks: fields::max_clicks(object)?.flatten(),
        ..LinkSettings::default()
    })
}
