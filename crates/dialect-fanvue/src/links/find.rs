//! `GET …/tracking-links/{uuid}`: one link.

use super::wire::Link;
use crate::Fanvue;
use crate::access::{Named, Reading};
use crate::error::Error;
use axum::Json;
use axum::extract::State;
use trackway_app::links;

pub(crate) async fn find(State(fanvue): State<Fanvue>, Reading(access): Reading, Named(key): Named) -> Result<Json<Link>, Error> {
    let view = links::find::find(&fanvue.app, access.actor.within(), &key).await?;
    Ok(Json(Link::new(fanvue.app.short_url_of(&view), &view)))
}
