//! The keys that sign tokens: one at a time; those before it vouch for what they have signed.

use crate::error::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;

/// A signing key as the store keeps it. Its private half is a secret, so it has no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptKey {
    /// Its name in tokens (`kid`).
    pub id: String,
    /// The key, as PKCS#8 PEM.
    pub pem: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When another took its place.
    pub retired_at: Option<Timestamp>,
}

/// Signing keys.
#[async_trait]
pub trait SigningKeys: Send + Sync {
    /// All of them: the one that signs, then the others, newest first.
    async fn list(&self) -> Result<Vec<KeptKey>, StoreError>;
    /// Keeps a key where there is none. False, and nothing done, where there is one.
    async fn create_first(&self, key: &KeptKey) -> Result<bool, StoreError>;
    /// Puts a key in the place of the one that signs, which retires when the new one is made.
    async fn rotate(&self, key: &KeptKey) -> Result<(), StoreError>;
    /// Drops the keys that retired before this instant.
    async fn forget(&self, retired_before: Timestamp) -> Result<(), StoreError>;
}
