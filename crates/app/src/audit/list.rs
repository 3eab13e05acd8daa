//! Showing what was administered.

use crate::{App, Error};
use trackway_domain::audit::AuditRow;
use trackway_domain::workspace::WorkspaceId;
use trackway_store::page::Page;

/// A workspace's rows, or everybody's, the last one first, behind one of them.
///
/// # Errors
/// The store's trouble.
pub async fn list(app: &App, workspace: Option<WorkspaceId>, behind: Option<u64>, limit: u32) -> Result<Page<AuditRow>, Error> {
    Ok(app.store.audit_log().list(workspace, behind, limit).await?)
}
