//! Host names of workspaces.

use crate::error::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use trackway_domain::custom_domain::{CustomDomain, CustomDomainId};
use trackway_domain::workspace::WorkspaceId;

/// What became of the wish that a name be known to be a workspace's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verification {
    /// It is: this is how it stands now.
    Done(CustomDomain),
    /// It is known to be another workspace's.
    Taken,
    /// The workspace has named no such name.
    NotFound,
}

/// Host names of workspaces. Several workspaces may name the same one; at most one of them is known to have it. Every change is told to the
/// change log.
#[async_trait]
pub trait Domains: Send + Sync {
    /// Keeps a name. False where the workspace has named it before; nothing changes then.
    async fn create(&self, domain: &CustomDomain) -> Result<bool, StoreError>;
    /// One of a workspace's.
    async fn find(&self, workspace: WorkspaceId, id: CustomDomainId) -> Result<Option<CustomDomain>, StoreError>;
    /// A workspace's, in the order of their names.
    async fn list(&self, workspace: WorkspaceId) -> Result<Vec<CustomDomain>, StoreError>;
    /// All of which it is known whose they are, in the order of their names.
    async fn verified(&self) -> Result<Vec<CustomDomain>, StoreError>;
    /// Notes that a name is the workspace's. One that was known before stays as it is.
    async fn verify(&self, workspace: WorkspaceId, id: CustomDomainId, at: Timestamp) -> Result<Verification, StoreError>;
    /// Forgets a name. False where there is none.
    async fn delete(&self, workspace: WorkspaceId, id: CustomDomainId) -> Result<bool, StoreError>;
}
