//! `/api/users`: the people of a workspace, for those who administer it.

mod create;
mod disable;
mod list;
mod row;
mod set_role;

use crate::Trackway;
use crate::failure::Failure;
use axum::Router;
use axum::routing::{get, patch};
use trackway_app::error::Thing;
use trackway_app::{Actor, users};
use trackway_domain::user::{Member, Role};
use trackway_domain::workspace::UserId;
use uuid::Uuid;

pub(crate) fn routes() -> Router<Trackway> {
    Router::new()
        .route("/api/users", get(list::list).post(create::create))
        .route("/api/users/{id}", patch(set_role::set_role).delete(disable::disable))
}

/// Somebody whom the actor may change: not himself, lest nobody is left who can, and an owner only where he is one.
async fn other(state: &Trackway, actor: &Actor, id: &str) -> Result<Member, Failure> {
    let id = Uuid::try_parse(id).map(UserId).map_err(|_| Failure::NotFound(Thing::User))?;
    let member = users::find::by_id(&state.app, actor.workspace, id).await?;
    if actor.user == id {
        return Err(Failure::NotYours("Somebody else must change your role or shut you out"));
    }
    if member.role == Role::Owner {
        must_be_owner(state, actor).await?;
    }
    Ok(member)
}

async fn must_be_owner(state: &Trackway, actor: &Actor) -> Result<(), Failure> {
    let own = users::find::by_id(&state.app, actor.workspace, actor.user).await?;
    if own.role == Role::Owner { Ok(()) } else { Err(Failure::NotYours("Only an owner makes and changes owners")) }
}

fn role(text: &str) -> Result<Role, String> {
    Role::parse(text).ok_or_else(|| format!("must be one of {}", Role::ALL.map(Role::as_str).join(", ")))
}
