//! Programs that people can allow something.

use crate::error::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use trackway_domain::oauth::client::{ClientId, OauthClient};
use trackway_domain::workspace::WorkspaceId;

/// OAuth clients.
#[async_trait]
pub trait OauthClients: Send + Sync {
    /// Keeps a new client.
    async fn create(&self, client: &OauthClient) -> Result<(), StoreError>;
    /// A client, whoever's it is, revoked or not: it is the client who says which one it is.
    async fn find(&self, id: ClientId) -> Result<Option<OauthClient>, StoreError>;
    /// A workspace's clients, newest first.
    async fn list(&self, workspace: WorkspaceId) -> Result<Vec<OauthClient>, StoreError>;
    /// Ends a client and everything that it was allowed. False where the workspace has no such live client.
    async fn revoke(&self, workspace: WorkspaceId, id: ClientId, at: Timestamp) -> Result<bool, StoreError>;
}
