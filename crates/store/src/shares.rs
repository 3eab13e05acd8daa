//! Numbers that others may look at.

use crate::error::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use trackway_domain::secret::SecretHash;
use trackway_domain::share::{Share, ShareId};
use trackway_domain::workspace::WorkspaceId;

/// Shares.
#[async_trait]
pub trait Shares: Send + Sync {
    /// Makes a share.
    async fn create(&self, share: &Share) -> Result<(), StoreError>;
    /// The share with this secret, where it has not ended.
    async fn open(&self, hash: SecretHash) -> Result<Option<Share>, StoreError>;
    /// A workspace's shares, ended ones too, newest first.
    async fn list(&self, workspace: WorkspaceId) -> Result<Vec<Share>, StoreError>;
    /// Ends one. False where the workspace has no such share; ending it again changes nothing.
    async fn revoke(&self, workspace: WorkspaceId, id: ShareId, at: Timestamp) -> Result<bool, StoreError>;
}
