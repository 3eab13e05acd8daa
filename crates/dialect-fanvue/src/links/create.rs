//! `POST …/tracking-links`: makes a link to the account's profile.

use super::fields::{self, Said};
use super::wire::Link;
use crate::Fanvue;
use crate::access::Writing;
use crate::error::Error;
use axum::Json;
use axum::extract::{Request, State};
use http::StatusCode;
use trackway_app::links::create::{CodeChoice, NewLink, create as make};
use trackway_domain::link::LinkSettings;
use trackway_web::body::read_object;

pub(crate) async fn create(
    State(fanvue): State<Fanvue>,
    Writing(access): Writing,
    request: Request,
) -> Result<(StatusCode, Json<Link>), Error> {
    let Said { name, platform: social_platform, max_clicks } = fields::required(&read_object(request).await?)?;
    let max_clicks = max_clicks.flatten();
    let settings = LinkSettings { name: Some(name), social_platform, max_clicks, ..LinkSettings::default() };
    let new = NewLink { account: Some(access.account.id), template: None, code: CodeChoice::Numbered, settings, is_for_everybody: false };
    let view = make(&fanvue.app, &access.actor, new).await?;
    Ok((StatusCode::CREATED, Json(Link::new(fanvue.app.short_url_of(&view), &view))))
}
