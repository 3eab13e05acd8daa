//! Defaults for links.

use crate::error::{CreateError, StoreError};
use async_trait::async_trait;
use jiff::Timestamp;
use trackway_domain::template::{Template, TemplateId};
use trackway_domain::workspace::WorkspaceId;

/// Changes a template in place, inside the transaction that read it: its name, description and settings, and that it becomes the default.
/// Whatever else is changed stays as it was.
pub type Edit = Box<dyn FnOnce(&mut Template) + Send>;

/// What became of a template that was to be deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deletion {
    /// It is gone; its slug stays taken.
    Done,
    /// The workspace has no such template.
    NotFound,
    /// It is the default, which a workspace is never without.
    IsDefault,
    /// This many links name it that are not deleted.
    InUse(u32),
}

/// Defaults for links.
#[async_trait]
pub trait Templates: Send + Sync {
    /// Makes a template and takes its slug. One that is the default takes that place from the one that had it.
    async fn create(&self, template: &Template) -> Result<(), CreateError>;
    /// One of a workspace's.
    async fn find(&self, workspace: WorkspaceId, id: TemplateId) -> Result<Option<Template>, StoreError>;
    /// A workspace's templates: the default first, then by name.
    async fn list(&self, workspace: WorkspaceId) -> Result<Vec<Template>, StoreError>;
    /// Changes one, and gives it as it is then. One that becomes the default takes that place from the one that had it.
    async fn update(&self, workspace: WorkspaceId, id: TemplateId, at: Timestamp, edit: Edit) -> Result<Option<Template>, StoreError>;
    /// Deletes one that nothing needs.
    async fn delete(&self, workspace: WorkspaceId, id: TemplateId) -> Result<Deletion, StoreError>;
}
