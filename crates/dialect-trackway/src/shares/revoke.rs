//! `DELETE /api/shares/{id}`: ends a share.

use crate::failure::Failure;
use crate::{Trackway, door};
use axum::Json;
use axum::extract::{Path, State};
use http::Extensions;
use serde_json::{Value, json};
use trackway_app::error::Thing;
use trackway_app::shares;
use trackway_domain::key::KeyScope;
use trackway_domain::share::ShareId;
use uuid::Uuid;

pub(crate) async fn revoke(State(state): State<Trackway>, Path(id): Path<String>, extensions: Extensions) -> Result<Json<Value>, Failure> {
    let actor = door::for_whole_workspace(&extensions, KeyScope::LinksWrite)?;
    let id = Uuid::try_parse(&id).map_err(|_| Failure::NotFound(Thing::Share))?;
    shares::revoke::revoke(&state.app, actor.workspace, actor.doer(), ShareId(id)).await?;
    Ok(Json(json!({"success": true})))
}
