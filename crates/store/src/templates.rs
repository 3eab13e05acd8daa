//! Defaults for links.

use crate::error::{CreateError, StoreError};
use async_trait::async_trait;
use trackway_domain::template::{Template, TemplateId};
use trackway_domain::workspace::WorkspaceId;

/// Defaults for links.
#[async_trait]
pub trait Templates: Send + Sync {
    /// Makes a template and takes its slug. One that is the default takes that place from the one that had it.
    async fn create(&self, template: &Template) -> Result<(), CreateError>;
    /// One of a workspace's.
    async fn find(&self, workspace: WorkspaceId, id: TemplateId) -> Result<Option<Template>, StoreError>;
    /// A workspace's templates: the default first, then by name.
    async fn list(&self, workspace: WorkspaceId) -> Result<Vec<Template>, StoreError>;
}
