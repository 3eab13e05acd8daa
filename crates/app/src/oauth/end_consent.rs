//! Taking back what somebody has allowed a client.

use crate::error::Thing;
use crate::{App, Error, audit};
use serde_json::json;
use trackway_domain::audit::{Action, Doer};
use trackway_domain::oauth::consent::ConsentId;
use trackway_domain::workspace::WorkspaceId;

/// Ends a consent with every token that lives on it.
///
/// # Errors
/// [`Error::NotFound`] where the workspace has no such live consent, or the store's trouble.
pub async fn end_consent(app: &App, workspace: WorkspaceId, doer: Doer, id: ConsentId) -> Result<(), Error> {
    let store = audit::noting(app, workspace, doer, Action::ConsentEnded, &id, json!({}));
    let consents = store.consents();
    let is_theirs = consents.find(id).await?.is_some_and(|consent| consent.workspace == workspace);
    if is_theirs && consents.end(id, app.clock.now()).await? { Ok(()) } else { Err(Error::NotFound(Thing::Consent)) }
}
