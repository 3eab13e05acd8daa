//! Addresses that want to be told of what happens.

use crate::error::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use trackway_domain::webhook::{Webhook, WebhookId, WebhookSecret, WebhookSettings};
use trackway_domain::workspace::WorkspaceId;

/// Changes a webhook's settings in place, inside the transaction that read them.
pub type Edit = Box<dyn FnOnce(&mut WebhookSettings) + Send>;

/// Addresses that want to be told of what happens.
#[async_trait]
pub trait Webhooks: Send + Sync {
    /// Makes a webhook.
    async fn create(&self, webhook: &Webhook) -> Result<(), StoreError>;
    /// One of a workspace's.
    async fn find(&self, workspace: WorkspaceId, id: WebhookId) -> Result<Option<Webhook>, StoreError>;
    /// A workspace's webhooks, newest first.
    async fn list(&self, workspace: WorkspaceId) -> Result<Vec<Webhook>, StoreError>;
    /// Changes one, and gives it as it is then. One that is switched on after it starts anew: nothing is held against it.
    async fn update(&self, workspace: WorkspaceId, id: WebhookId, at: Timestamp, edit: Edit) -> Result<Option<Webhook>, StoreError>;
    /// Gives one another secret; the present one goes on signing beside it until an instant, and one that did so before signs no more.
    async fn rotate(
        &self,
        workspace: WorkspaceId,
        id: WebhookId,
        secret: WebhookSecret,
        until: Timestamp,
    ) -> Result<Option<Webhook>, StoreError>;
    /// Deletes one with its deliveries. False where the workspace has no such webhook.
    async fn delete(&self, workspace: WorkspaceId, id: WebhookId) -> Result<bool, StoreError>;
}
