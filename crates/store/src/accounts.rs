//! Creators and apps.

use crate::error::{CreateError, StoreError};
use async_trait::async_trait;
use trackway_domain::account::{Account, AccountId, TrackingParameter};
use trackway_domain::destination::Destination;
use trackway_domain::workspace::WorkspaceId;

/// Creators and apps.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// Makes an account and takes its handle.
    async fn create(&self, account: &Account) -> Result<(), CreateError>;
    /// One of a workspace's.
    async fn find(&self, workspace: WorkspaceId, id: AccountId) -> Result<Option<Account>, StoreError>;
    /// The account itself, whoever's it is: for tokens, which name nothing else.
    async fn find_anywhere(&self, id: AccountId) -> Result<Option<Account>, StoreError>;
    /// By handle.
    async fn find_by_handle(&self, workspace: WorkspaceId, handle: &str) -> Result<Option<Account>, StoreError>;
    /// Gives an account another page. False where the workspace has no such account.
    async fn set_profile(&self, workspace: WorkspaceId, id: AccountId, profile: &Destination) -> Result<bool, StoreError>;
    /// Sets the parameter that tells an account's page which link led there; None takes it away. False where the workspace has no such
    /// account.
    async fn set_tracking_parameter(
        &self,
        workspace: WorkspaceId,
        id: AccountId,
        parameter: Option<&TrackingParameter>,
    ) -> Result<bool, StoreError>;
    /// A workspace's accounts, oldest first.
    async fn list(&self, workspace: WorkspaceId) -> Result<Vec<Account>, StoreError>;
}
