//! Finding people.

use crate::error::Thing;
use crate::{App, Error};
use trackway_domain::user::{Email, Member};
use trackway_domain::workspace::{UserId, WorkspaceId};

/// The workspace's people, oldest first.
///
/// # Errors
/// The store's trouble.
pub async fn list(app: &App, workspace: WorkspaceId) -> Result<Vec<Member>, Error> {
    Ok(app.store.users().members(workspace).await?)
}

/// The member with this id.
///
/// # Errors
/// [`Error::NotFound`] where the workspace has none, or the store's trouble.
pub async fn by_id(app: &App, workspace: WorkspaceId, id: UserId) -> Result<Member, Error> {
    app.store.users().member(workspace, id).await?.ok_or(Error::NotFound(Thing::User))
}

/// The member with this address.
///
/// # Errors
/// [`Error::NotFound`] where the workspace has none, or the store's trouble.
pub async fn by_email(app: &App, workspace: WorkspaceId, email: &Email) -> Result<Member, Error> {
    let user = app.store.users().find_by_email(email).await?.ok_or(Error::NotFound(Thing::User))?;
    app.store.users().member(workspace, user.id).await?.ok_or(Error::NotFound(Thing::User))
}
