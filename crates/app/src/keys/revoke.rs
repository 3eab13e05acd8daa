//! Ending a key.

use crate::error::Thing;
use crate::{App, Error, audit};
use serde_json::json;
use trackway_domain::audit::{Action, Doer};
use trackway_domain::key::KeyId;
use trackway_domain::workspace::WorkspaceId;

/// Ends a live key; the next request that shows it is refused.
///
/// # Errors
/// [`Error::NotFound`] where the workspace has no such live key, or the store's trouble.
pub async fn revoke(app: &App, workspace: WorkspaceId, doer: Doer, id: KeyId) -> Result<(), Error> {
    let store = audit::noting(app, workspace, doer, Action::KeyRevoked, &id, json!({}));
    let revoked = store.keys().revoke(workspace, id, app.clock.now()).await?;
    if revoked { Ok(()) } else { Err(Error::NotFound(Thing::Key)) }
}
