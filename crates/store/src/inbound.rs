//! What platforms send of their own accord: the secrets they show, and what was not understood.

use crate::error::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use trackway_domain::account::{Account, AccountId};
use trackway_domain::inbound::{InboundPlatform, InboundSecret};
use trackway_domain::workspace::WorkspaceId;

/// Something that a platform sent and that changed nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboundEvent {
    /// To whom.
    pub account: AccountId,
    /// Who sent it.
    pub platform: InboundPlatform,
    /// By what it is known again.
    pub key: String,
    /// When.
    pub received_at: Timestamp,
    /// Why it changed nothing.
    pub reason: String,
    /// The body as it was sent.
    pub body: String,
}

/// What platforms send.
#[async_trait]
pub trait Inbound: Send + Sync {
    /// Sets the secret that a platform shows for an account. False where the workspace has no such account.
    async fn set_secret(
        &self,
        workspace: WorkspaceId,
        account: AccountId,
        platform: InboundPlatform,
        secret: &InboundSecret,
    ) -> Result<bool, StoreError>;
    /// An account that has a secret with a platform, and the secret.
    async fn secret(&self, account: AccountId, platform: InboundPlatform) -> Result<Option<(Account, InboundSecret)>, StoreError>;
    /// Keeps an event. False where it was kept before.
    async fn keep(&self, event: &InboundEvent) -> Result<bool, StoreError>;
    /// The events kept for an account, newest first.
    async fn list(&self, account: AccountId, limit: u32) -> Result<Vec<InboundEvent>, StoreError>;
}
