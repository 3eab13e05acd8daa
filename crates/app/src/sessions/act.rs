//! Acting through the APIs as whoever has signed in, so that a page of this installation needs no key.

use crate::sessions::find;
use crate::{Actor, App, Error};
use std::sync::Arc;
use trackway_domain::secret::Secret;

/// The secret of a session, as a page of this installation has shown it. Whoever puts this beside a request has made sure that no other
/// site's page sent it.
#[derive(Clone)]
pub struct ShownSession(pub Arc<Secret>);

/// Whoever shows this session, with what his role allows in the first workspace that he is a member of; None where there is no such live
/// session, or no such workspace.
///
/// # Errors
/// The store's trouble.
pub async fn act(app: &App, shown: &ShownSession) -> Result<Option<Actor>, Error> {
    let Some((_, user)) = find::find(app, &shown.0).await? else { return Ok(None) };
    for workspace in app.store.workspaces().list().await? {
        if let Some(member) = app.store.users().member(workspace.id, user.id).await? {
            let scopes = member.role.scopes();
            return Ok(Some(Actor { workspace: workspace.id, user: user.id, account: None, key: None, scopes }));
        }
    }
    Ok(None)
}
