//! Signing in with an admin key: how the first person comes in, who has no password yet.

use crate::keys::authenticate::authenticate;
use crate::sessions::start::start;
use crate::{App, Error};
use trackway_domain::key::KeyScope;
use trackway_domain::secret::Secret;

/// Starts a session for the person whom an admin key acts as: the workspace's owner, who may no more than the key does. None where no
/// live key has this secret, or it is not an admin's.
///
/// # Errors
/// The store's trouble.
pub async fn sign_in_with_key(app: &App, secret: &str) -> Result<Option<Secret>, Error> {
    let actor = authenticate(app, secret.trim()).await?;
    let Some(actor) = actor.filter(|actor| actor.may(KeyScope::Admin)) else { return Ok(None) };
    let user = app.store.users().find(actor.user).await?;
    match user.filter(|user| user.disabled_at.is_none()) {
        Some(user) => start(app, user.id).await.map(Some),
        None => Ok(None),
    }
}

/// True while nobody can sign in any other way: the owner whom the first workspace was made with has no password yet.
///
/// # Errors
/// The store's trouble.
pub async fn is_only_way(app: &App) -> Result<bool, Error> {
    let Some(workspace) = app.store.workspaces().list().await?.into_iter().next() else { return Ok(true) };
    let owner = app.store.users().find(workspace.owner).await?;
    Ok(owner.is_none_or(|owner| owner.password.is_none()))
}
