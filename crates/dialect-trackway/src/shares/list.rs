//! `GET /api/shares`: the shares, ended ones too, newest first. What their addresses were is not kept.

use super::row;
use crate::failure::Failure;
use crate::{Trackway, door};
use axum::Json;
use axum::extract::State;
use http::Extensions;
use serde_json::Value;
use trackway_app::shares;
use trackway_domain::key::KeyScope;

pub(crate) async fn list(State(state): State<Trackway>, extensions: Extensions) -> Result<Json<Value>, Failure> {
    let actor = door::for_whole_workspace(&extensions, KeyScope::LinksRead)?;
    let found = shares::list::list(&state.app, actor.workspace).await?;
    Ok(Json(found.iter().map(row::row).collect()))
}
