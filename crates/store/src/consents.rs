//! What people have allowed clients, and the codes and tokens that live on it.

use crate::error::StoreError;
use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use trackway_domain::oauth::client::ClientId;
use trackway_domain::oauth::consent::{AuthorizationCode, Consent, ConsentId, RefreshToken};
use trackway_domain::secret::SecretHash;
use trackway_domain::workspace::WorkspaceId;
use uuid::Uuid;

/// What became of a code that somebody has shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeTaken {
    /// It was good, and is not any more.
    Taken(Box<(AuthorizationCode, Consent)>),
    /// It was shown before: one of the two was a thief, and the consent has ended.
    Replayed,
    /// There is no such code of this client, or its time is over, or its consent has ended.
    Unknown,
}

/// What became of a refresh token that somebody has shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// The next one stands in its place.
    Rotated,
    /// It was used a moment ago; the next one stands beside the one that was given out then.
    WithinGrace,
    /// It was used before: one of the two was a thief, and the consent has ended.
    Reused,
    /// Its time is over.
    Expired,
    /// There is no such token, or its consent has ended.
    Unknown,
}

/// What is known of an access token beside what it says itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing stands against it. Holds the consent that it lives on, where there is one.
    Good(Option<Consent>),
    /// It was revoked, or its client was, or its consent has ended.
    Ended,
}

/// Consents.
#[async_trait]
pub trait Consents: Send + Sync {
    /// Keeps a new consent with its code.
    async fn create(&self, consent: &Consent, code: &AuthorizationCode) -> Result<(), StoreError>;
    /// A consent, ended or not.
    async fn find(&self, id: ConsentId) -> Result<Option<Consent>, StoreError>;
    /// What people of a workspace allow at present, newest first.
    async fn list(&self, workspace: WorkspaceId) -> Result<Vec<Consent>, StoreError>;
    /// Takes a code: once, by the client that it was made for, in its time.
    async fn take_code(&self, hash: &SecretHash, client: ClientId, at: Timestamp) -> Result<CodeTaken, StoreError>;
    /// Begins a chain of refresh tokens.
    async fn begin_chain(&self, id: ConsentId, first: &RefreshToken) -> Result<(), StoreError>;
    /// The consent that a refresh token lives on, whatever has become of either.
    async fn find_by_refresh_token(&self, hash: &SecretHash) -> Result<Option<Consent>, StoreError>;
    /// Uses a refresh token and puts the next one in its place. Within `grace` of its first use it may be used again.
    async fn rotate(&self, hash: &SecretHash, next: &RefreshToken, at: Timestamp, grace: SignedDuration) -> Result<Rotation, StoreError>;
    /// Ends a consent and everything that lives on it. False where it has ended already.
    async fn end(&self, id: ConsentId, at: Timestamp) -> Result<bool, StoreError>;
    /// Refuses an access token until it ends by itself.
    async fn deny_token(&self, token: Uuid, until: Timestamp) -> Result<(), StoreError>;
    /// What stands against an access token. A client that is not one of the store's is nobody's whom it could revoke.
    async fn standing(&self, token: Uuid, client: &str, consent: Option<ConsentId>) -> Result<Standing, StoreError>;
    /// Drops what can say no to nobody any more: denied tokens after their end, and consents on which nothing has lived for a day.
    async fn forget(&self, now: Timestamp) -> Result<(), StoreError>;
}
