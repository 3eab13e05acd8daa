//! Names under which links are grouped.

use crate::error::StoreError;
use async_trait::async_trait;
use trackway_domain::project::{Project, ProjectId};
use trackway_domain::workspace::WorkspaceId;

/// Names under which links are grouped.
#[async_trait]
pub trait Projects: Send + Sync {
    /// Makes a project.
    async fn create(&self, project: &Project) -> Result<(), StoreError>;
    /// One of a workspace's.
    async fn find(&self, workspace: WorkspaceId, id: ProjectId) -> Result<Option<Project>, StoreError>;
    /// A workspace's projects, newest first.
    async fn list(&self, workspace: WorkspaceId) -> Result<Vec<Project>, StoreError>;
}
