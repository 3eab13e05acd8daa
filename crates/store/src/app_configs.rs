//! What workspaces say of their apps.

use crate::error::StoreError;
use async_trait::async_trait;
use trackway_domain::app_config::AppConfig;
use trackway_domain::workspace::WorkspaceId;

/// Changes what is said in place, inside the transaction that read it.
pub type Edit = Box<dyn FnOnce(&mut AppConfig) + Send>;

/// What workspaces say of their apps. One that has said nothing has an empty one.
#[async_trait]
pub trait AppConfigs: Send + Sync {
    /// A workspace's.
    async fn find(&self, workspace: WorkspaceId) -> Result<AppConfig, StoreError>;
    /// Every workspace's that has said anything, in the order of the workspaces' ids.
    async fn list(&self) -> Result<Vec<AppConfig>, StoreError>;
    /// Changes a workspace's, and gives it as it is then. Another change at the same time is not lost.
    async fn update(&self, workspace: WorkspaceId, edit: Edit) -> Result<AppConfig, StoreError>;
}
