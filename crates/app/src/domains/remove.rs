//! Giving up a host name.

use crate::domains::find::find;
use crate::error::Thing;
use crate::{App, Error, audit};
use serde_json::json;
use trackway_domain::audit::{Action, Doer};
use trackway_domain::custom_domain::CustomDomainId;
use trackway_domain::workspace::WorkspaceId;

/// Forgets a host name. Short URLs of links that had it are the installation's again; printed ones lead nowhere once it is another's.
///
/// # Errors
/// [`Error::NotFound`], or the store's trouble.
pub async fn remove(app: &App, workspace: WorkspaceId, doer: Doer, id: CustomDomainId) -> Result<(), Error> {
    let domain = find(app, workspace, id).await?;
    let details = json!({"host": domain.host.as_str()});
    let store = audit::noting(app, workspace, doer, Action::DomainRemoved, &id, details);
    if !store.domains().delete(workspace, id).await? {
        return Err(Error::NotFound(Thing::Domain));
    }
    Ok(app.domains.read(app).await?)
}
