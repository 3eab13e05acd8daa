//! Ending a share.

use crate::error::Thing;
use crate::{App, Error, audit};
use serde_json::json;
use trackway_domain::audit::{Action, Doer};
use trackway_domain::share::ShareId;
use trackway_domain::workspace::WorkspaceId;

/// Ends a share: whoever opens its address finds nothing from then on.
///
/// # Errors
/// [`Error::NotFound`], or the store's trouble.
pub async fn revoke(app: &App, workspace: WorkspaceId, doer: Doer, id: ShareId) -> Result<(), Error> {
    let store = audit::noting(app, workspace, doer, Action::ShareRevoked, &id, json!({}));
    let is_there = store.shares().revoke(workspace, id, app.clock.now()).await?;
    if is_there { Ok(()) } else { Err(Error::NotFound(Thing::Share)) }
}
