//! `DELETE /api/users/{id}`: shuts somebody out. What he made stays.

use crate::failure::Failure;
use crate::users::other;
use crate::{Trackway, door};
use axum::Json;
use axum::extract::{Path, State};
use http::Extensions;
use serde_json::{Value, json};
use trackway_app::users;
use trackway_domain::key::KeyScope;

pub(crate) async fn disable(State(state): State<Trackway>, Path(id): Path<String>, extensions: Extensions) -> Result<Json<Value>, Failure> {
    let actor = door::allowed(&extensions, KeyScope::Admin)?;
    let member = other(&state, &actor, &id).await?;
    users::disable::disable(&state.app, actor.doer(), &member).await?;
    Ok(Json(json!({"success": true})))
}
