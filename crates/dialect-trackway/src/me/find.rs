//! `GET /api/me`: who asks.

use crate::Trackway;
use crate::failure::Failure;
use axum::Json;
use axum::extract::State;
use http::Extensions;
use serde_json::{Value, json};
use trackway_app::{Actor, users, workspaces};
use trackway_domain::user::{Email, Role};
use trackway_domain::workspace::Workspace;

pub(crate) async fn find(State(state): State<Trackway>, extensions: Extensions) -> Result<Json<Value>, Failure> {
    let actor = extensions.get::<Actor>().ok_or(Failure::Unauthorized)?;
    told(&state, actor).await
}

/// A person, his role, and what whoever acts as him may do: a key may less than its owner.
pub(crate) async fn told(state: &Trackway, actor: &Actor) -> Result<Json<Value>, Failure> {
    let member = users::find::by_id(&state.app, actor.workspace, actor.user).await?;
    let workspace = workspaces::find::own(&state.app, actor).await?;
    let scopes = actor.scopes.as_slice().iter().map(|scope| scope.as_str()).collect::<Vec<_>>();
    Ok(Json(json!({
        "id": member.user.id.to_string(),
        "name": member.user.name.as_str(),
        "email": member.user.email.as_ref().map(Email::as_str),
        "hasPassword": member.user.password.is_some(),
        "role": member.role.as_str(),
        "scopes": scopes,
        "isKey": actor.key.is_some(),
        "workspace": {"id": workspace.id.to_string(), "name": workspace.name.as_str()},
        "workspaces": if actor.key.is_none() { others(state, actor).await? } else { Vec::new() },
        "publicUrl": state.app.public_url.as_str(),
    })))
}

/// The workspaces that a person who has signed in may choose from, the oldest first. A key is of one, and has no choice.
async fn others(state: &Trackway, actor: &Actor) -> Result<Vec<Value>, Failure> {
    let memberships = workspaces::find::of_person(&state.app, actor.user).await?;
    let row = |(workspace, role): &(Workspace, Role)| json!({"id": workspace.id.to_string(), "name": workspace.name.as_str(), "role": role.as_str()});
    Ok(memberships.iter().map(row).collect())
}
