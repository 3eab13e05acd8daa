//! Who has signed in where.

use crate::error::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use trackway_domain::secret::SecretHash;
use trackway_domain::session::Session;
use trackway_domain::workspace::UserId;

/// Sessions. One that has ended is gone.
#[async_trait]
pub trait Sessions: Send + Sync {
    /// Keeps a new session.
    async fn create(&self, session: &Session) -> Result<(), StoreError>;
    /// The session with this hash, live or not.
    async fn find(&self, hash: &SecretHash) -> Result<Option<Session>, StoreError>;
    /// Remembers when it was last shown.
    async fn touch(&self, hash: &SecretHash, at: Timestamp) -> Result<(), StoreError>;
    /// Ends one.
    async fn end(&self, hash: &SecretHash) -> Result<(), StoreError>;
    /// Ends all of a person's.
    async fn end_all(&self, user: UserId) -> Result<(), StoreError>;
    /// Drops those that are not live any more.
    async fn forget(&self, now: Timestamp) -> Result<(), StoreError>;
}
