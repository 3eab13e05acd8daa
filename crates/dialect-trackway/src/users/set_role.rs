//! `PATCH /api/users/{id}`: gives somebody another role.

use crate::failure::Failure;
use crate::report::Fields;
use crate::users::row::row;
use crate::users::{must_be_owner, other, role};
use crate::{Trackway, door};
use axum::Json;
use axum::extract::{Path, Request, State};
use serde_json::Value;
use trackway_app::users;
use trackway_domain::key::KeyScope;
use trackway_domain::user::{Member, Role};
use trackway_web::body::read_object;

pub(crate) async fn set_role(State(state): State<Trackway>, Path(id): Path<String>, request: Request) -> Result<Json<Value>, Failure> {
    let actor = door::allowed(request.extensions(), KeyScope::Admin)?;
    let object = read_object(request).await?;
    let mut fields = Fields::of(&object, &["role"]);
    let role = fields.required("role", role);
    let role = fields.finish(role).map_err(Failure::Invalid)?;
    let member = other(&state, &actor, &id).await?;
    if role == Role::Owner {
        must_be_owner(&state, &actor).await?;
    }
    users::set_role::set_role(&state.app, actor.doer(), &member, role).await?;
    Ok(Json(row(&Member { role, ..member })))
}
