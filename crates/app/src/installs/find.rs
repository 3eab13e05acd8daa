//! Finding installs.

use crate::error::Thing;
use crate::{App, Error};
use trackway_domain::install::InstallId;
use trackway_domain::install::report::Fingerprint;
use trackway_domain::workspace::WorkspaceId;
use trackway_store::installs::Install;

/// One of a workspace's.
///
/// # Errors
/// [`Error::NotFound`], or the store's trouble.
pub async fn find(app: &App, workspace: WorkspaceId, id: InstallId) -> Result<Install, Error> {
    app.store.installs().find(workspace, id).await?.ok_or(Error::NotFound(Thing::Install))
}

/// The newest that was known by this first.
///
/// # Errors
/// [`Error::NotFound`], or the store's trouble.
pub async fn by_fingerprint(app: &App, workspace: WorkspaceId, fingerprint: Fingerprint) -> Result<Install, Error> {
    app.store.installs().find_by_fingerprint(workspace, fingerprint).await?.ok_or(Error::NotFound(Thing::Install))
}
