//! Finding the workspace that somebody acts in.

use crate::error::Thing;
use crate::{Actor, App, Error};
use trackway_domain::user::Role;
use trackway_domain::workspace::{UserId, Workspace};

/// The actor's workspace: he sees no other.
///
/// # Errors
/// The store's trouble.
pub async fn own(app: &App, actor: &Actor) -> Result<Workspace, Error> {
    app.store.workspaces().find(actor.workspace).await?.ok_or(Error::NotFound(Thing::Workspace))
}

/// All of them, for those who must know whether one is meant without being named.
///
/// # Errors
/// The store's trouble.
pub async fn all(app: &App) -> Result<Vec<Workspace>, Error> {
    Ok(app.store.workspaces().list().await?)
}

/// The workspaces that a person is a member of, the oldest first, and what he is there.
///
/// # Errors
/// The store's trouble.
pub async fn of_person(app: &App, id: UserId) -> Result<Vec<(Workspace, Role)>, Error> {
    let mut workspaces = Vec::new();
    for (workspace, role) in app.store.users().memberships(id).await? {
        let workspace = app.store.workspaces().find(workspace).await?.ok_or(Error::NotFound(Thing::Workspace))?;
        workspaces.push((workspace, role));
    }
    Ok(workspaces)
}
