//! `GET /api/tags`: every tag that a link has, and how many links have it.

use crate::failure::Failure;
use crate::{Trackway, door};
use axum::Json;
use axum::extract::State;
use http::Extensions;
use serde_json::{Value, json};
use trackway_app::links;
use trackway_domain::key::KeyScope;

pub(crate) async fn list(State(state): State<Trackway>, extensions: Extensions) -> Result<Json<Value>, Failure> {
    let actor = door::allowed(&extensions, KeyScope::LinksRead)?;
    let tags = links::tags::tags(&state.app, actor.within()).await?;
    Ok(Json(tags.iter().map(|(tag, links)| json!({"tag": tag.as_str(), "links": links})).collect()))
}
