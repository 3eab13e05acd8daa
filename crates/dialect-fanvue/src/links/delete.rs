//! `DELETE …/tracking-links/{uuid}`: deletes a link. The answer has no body.

use crate::Fanvue;
use crate::access::{Named, Writing};
use crate::error::Error;
use axum::extract::State;
use http::StatusCode;
use trackway_app::links;

pub(crate) async fn delete(State(fanvue): State<Fanvue>, Writing(access): Writing, Named(key): Named) -> Result<StatusCode, Error> {
    links::delete::delete(&fanvue.app, access.actor.within(), access.actor.doer(), &key).await?;
    Ok(StatusCode::NO_CONTENT)
}
