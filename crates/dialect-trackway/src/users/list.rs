//! `GET /api/users`: the people, oldest first; those who were shut out are among them.

use crate::failure::Failure;
use crate::users::row::row;
use crate::{Trackway, door};
use axum::Json;
use axum::extract::State;
use http::Extensions;
use serde_json::Value;
use trackway_app::users;
use trackway_domain::key::KeyScope;

pub(crate) async fn list(State(state): State<Trackway>, extensions: Extensions) -> Result<Json<Vec<Value>>, Failure> {
    let actor = door::allowed(&extensions, KeyScope::Admin)?;
    Ok(Json(users::find::list(&state.app, actor.workspace).await?.iter().map(row).collect()))
}
