//! API keys.

use crate::error::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use trackway_domain::key::{ApiKey, KeyId};
use trackway_domain::workspace::WorkspaceId;

/// API keys.
#[async_trait]
pub trait Keys: Send + Sync {
    /// Keeps a new key.
    async fn create(&self, key: &ApiKey) -> Result<(), StoreError>;
    /// The key with this hash, live or not.
    async fn find_by_hash(&self, hash: &[u8; 32]) -> Result<Option<ApiKey>, StoreError>;
    /// A workspace's keys, newest first.
    async fn list(&self, workspace: WorkspaceId) -> Result<Vec<ApiKey>, StoreError>;
    /// Ends a key. False where the workspace has no such live key.
    async fn revoke(&self, workspace: WorkspaceId, id: KeyId, at: Timestamp) -> Result<bool, StoreError>;
    /// Remembers when a key was last accepted.
    async fn touch(&self, id: KeyId, at: Timestamp) -> Result<(), StoreError>;
}
