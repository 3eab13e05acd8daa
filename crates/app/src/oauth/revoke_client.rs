//! Ending a client.

use crate::error::Thing;
use crate::{App, Error, audit};
use serde_json::json;
use trackway_domain::audit::{Action, Doer};
use trackway_domain::oauth::client::ClientId;
use trackway_domain::workspace::WorkspaceId;

/// Ends a client and everything that people have allowed it: its tokens are refused from now on.
///
/// # Errors
/// [`Error::NotFound`] where the workspace has no such live client, or the store's trouble.
pub async fn revoke_client(app: &App, workspace: WorkspaceId, doer: Doer, id: ClientId) -> Result<(), Error> {
    let store = audit::noting(app, workspace, doer, Action::ClientRevoked, &id, json!({}));
    let is_revoked = store.oauth_clients().revoke(workspace, id, app.clock.now()).await?;
    if is_revoked { Ok(()) } else { Err(Error::NotFound(Thing::Client)) }
}
