//! Finding host names.

use crate::error::Thing;
use crate::{App, Error};
use trackway_domain::custom_domain::{CustomDomain, CustomDomainId, Hostname};
use trackway_domain::workspace::WorkspaceId;

/// One of the workspace's.
///
/// # Errors
/// [`Error::NotFound`], or the store's trouble.
pub async fn find(app: &App, workspace: WorkspaceId, id: CustomDomainId) -> Result<CustomDomain, Error> {
    app.store.domains().find(workspace, id).await?.ok_or(Error::NotFound(Thing::Domain))
}

/// All that the workspace has named, by name.
///
/// # Errors
/// The store's trouble.
pub async fn list(app: &App, workspace: WorkspaceId) -> Result<Vec<CustomDomain>, Error> {
    Ok(app.store.domains().list(workspace).await?)
}

/// Refuses a name that is not known to be the workspace's.
///
/// # Errors
/// [`Error::NotFound`], or the store's trouble.
pub(crate) async fn check(app: &App, workspace: WorkspaceId, host: &Hostname) -> Result<(), Error> {
    let is_known = |domain: &CustomDomain| domain.host == *host && domain.verified_at.is_some();
    if app.store.domains().list(workspace).await?.iter().any(is_known) { Ok(()) } else { Err(Error::NotFound(Thing::Domain)) }
}
