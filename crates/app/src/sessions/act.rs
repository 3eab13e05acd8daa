//! Acting through the APIs as whoever has signed in, so that a page of this installation needs no key.

use crate::sessions::find;
use crate::{Actor, App, Error};
use std::sync::Arc;
use trackway_domain::secret::Secret;
use trackway_domain::workspace::WorkspaceId;

/// A session, as a page of this installation has shown it. Whoever puts this beside a request has made sure that no other site's page sent it.
#[derive(Clone)]
pub struct ShownSession {
    /// Its secret.
    pub secret: Arc<Secret>,
    /// In which workspace the page acts, where it says so.
    pub workspace: Option<WorkspaceId>,
}

/// Whoever shows this session, with what his role allows in the workspace that is named, else in the oldest that he is a member of; None
/// where there is no such live session, or he is no member there.
///
/// # Errors
/// The store's trouble.
pub async fn act(app: &App, shown: &ShownSession) -> Result<Option<Actor>, Error> {
    let Some((_, user)) = find::find(app, &shown.secret).await? else { return Ok(None) };
    let memberships = app.store.users().memberships(user.id).await?;
    let is_meant = |(workspace, _): &&(WorkspaceId, _)| shown.workspace.is_none_or(|named| named == *workspace);
    let found = memberships.iter().find(is_meant);
    Ok(found.map(|(workspace, role)| Actor { workspace: *workspace, user: user.id, account: None, key: None, scopes: role.scopes() }))
}
