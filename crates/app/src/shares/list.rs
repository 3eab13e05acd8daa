//! Listing shares.

use crate::{App, Error};
use trackway_domain::share::Share;
use trackway_domain::workspace::WorkspaceId;

/// A workspace's shares, ended ones too, newest first.
///
/// # Errors
/// The store's trouble.
pub async fn list(app: &App, workspace: WorkspaceId) -> Result<Vec<Share>, Error> {
    Ok(app.store.shares().list(workspace).await?)
}
