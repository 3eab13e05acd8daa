//! People who sign in, and the workspaces they are members of.

use crate::error::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use trackway_domain::user::{Email, Member, PasswordHash, Role, User};
use trackway_domain::workspace::{UserId, WorkspaceId};

/// Why a person was not given an address.
#[derive(Debug, thiserror::Error)]
pub enum EmailError {
    /// It is somebody's already.
    #[error("the mail address is taken")]
    Taken,
    /// The store's trouble.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// People.
#[async_trait]
pub trait Users: Send + Sync {
    /// Makes a person who is a member of one workspace.
    async fn create(&self, member: &Member) -> Result<(), EmailError>;
    /// Gives address, name and password to a person who has no address yet. False, and nothing done, where there is no such person.
    async fn introduce(&self, user: &User) -> Result<bool, EmailError>;
    /// A person, shut out or not.
    async fn find(&self, id: UserId) -> Result<Option<User>, StoreError>;
    /// The person with this address, shut out or not.
    async fn find_by_email(&self, email: &Email) -> Result<Option<User>, StoreError>;
    /// A person in a workspace.
    async fn member(&self, workspace: WorkspaceId, id: UserId) -> Result<Option<Member>, StoreError>;
    /// A workspace's people, oldest first.
    async fn members(&self, workspace: WorkspaceId) -> Result<Vec<Member>, StoreError>;
    /// The workspaces that a person is a member of, the oldest first, and what he is there.
    async fn memberships(&self, id: UserId) -> Result<Vec<(WorkspaceId, Role)>, StoreError>;
    /// Makes a person a member of another workspace. False, and nothing done, where he is one already.
    async fn join(&self, workspace: WorkspaceId, id: UserId, role: Role) -> Result<bool, StoreError>;
    /// Ends a membership, and what the person has allowed in that workspace. False where he is no member.
    async fn leave(&self, workspace: WorkspaceId, id: UserId, at: Timestamp) -> Result<bool, StoreError>;
    /// Gives a person another password, and ends his sessions. False where there is no such person.
    async fn set_password(&self, id: UserId, password: &PasswordHash) -> Result<bool, StoreError>;
    /// Gives a member another role. False where the workspace has no such member.
    async fn set_role(&self, workspace: WorkspaceId, id: UserId, role: Role) -> Result<bool, StoreError>;
    /// Shuts a person out; his sessions and what he has allowed end with it. False where there is no such person, or he is out already.
    async fn disable(&self, id: UserId, at: Timestamp) -> Result<bool, StoreError>;
}
