//! `DELETE /api/people/{id}`: erases whatever tells who a person is. No number changes.

use super::dossier;
use crate::failure::Failure;
use crate::{Trackway, door};
use axum::Json;
use axum::extract::{Path, State};
use http::Extensions;
use serde_json::Value;
use trackway_app::error::Thing;
use trackway_app::persons;
use trackway_domain::key::KeyScope;
use trackway_domain::person::PersonId;
use uuid::Uuid;

pub(crate) async fn erase(State(state): State<Trackway>, Path(id): Path<String>, extensions: Extensions) -> Result<Json<Value>, Failure> {
    let actor = door::for_whole_workspace(&extensions, KeyScope::Admin)?;
    let id = Uuid::try_parse(&id).map_err(|_| Failure::NotFound(Thing::Person))?;
    let erased = persons::erase::erase(&state.app, actor.workspace, actor.doer(), PersonId(id)).await?;
    Ok(Json(dossier::erased(&erased)))
}
