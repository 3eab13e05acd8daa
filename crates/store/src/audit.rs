//! The audit log: what was administered. Entries are written by [`crate::Store::audited`], in the transaction of what they tell of.

use crate::error::StoreError;
use crate::page::Page;
use async_trait::async_trait;
use trackway_domain::audit::AuditRow;
use trackway_domain::workspace::WorkspaceId;

/// The audit log.
#[async_trait]
pub trait AuditLog: Send + Sync {
    /// A workspace's rows behind one of them, or everybody's, the last one first.
    async fn list(&self, workspace: Option<WorkspaceId>, behind: Option<u64>, limit: u32) -> Result<Page<AuditRow>, StoreError>;
    /// All rows behind a number, in their order.
    async fn after(&self, number: u64, limit: u32) -> Result<Vec<AuditRow>, StoreError>;
}
