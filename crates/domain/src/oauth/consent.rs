//! What a person has allowed a client, and the secrets that live on it: one code, then a chain of refresh tokens.

use crate::account::AccountId;
use crate::oauth::client::ClientId;
use crate::oauth::pkce::PkceChallenge;
use crate::oauth::redirect_uri::RedirectUri;
use crate::oauth::scope::ScopeSet;
use crate::secret::SecretHash;
use crate::workspace::{UserId, WorkspaceId, uuid_ids};
use jiff::{SignedDuration, Timestamp};

uuid_ids! {
    /// Names a consent.
    ConsentId,
}

/// What a person has allowed a client. Ending it ends every token that lives on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Its id.
    pub id: ConsentId,
    /// The tenant.
    pub workspace: WorkspaceId,
    /// Who allowed it.
    pub user: UserId,
    /// Whom he allowed it.
    pub client: ClientId,
    /// The account that the client acts for.
    pub account: AccountId,
    /// The creators beside it that the client reaches, where a scope lets it reach any.
    pub creators: Vec<AccountId>,
    /// What it may do.
    pub scopes: ScopeSet,
    /// When the person had signed in.
    pub signed_in_at: Timestamp,
    /// When he allowed it.
    pub created_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

/// An authorization code as the store keeps it: good once, and not for long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorizationCode {
    /// Of the code.
    pub hash: SecretHash,
    /// Where it was sent.
    pub redirect_uri: RedirectUri,
    /// What its bearer must be able to show.
    pub challenge: PkceChallenge,
    /// What the client wants to find in the id token.
    pub nonce: Option<String>,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl AuthorizationCode {
    /// How long a code is good.
    pub const LIFETIME: SignedDuration = SignedDuration::from_secs(60);
    /// What codes start with.
    pub const PREFIX: &str = "tw_code_";
}

/// A refresh token as the store keeps it: good once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefreshToken {
    /// Of the token.
    pub hash: SecretHash,
    /// When it ends unless it is used.
    pub expires_at: Timestamp,
}

impl RefreshToken {
    /// How long a token is good.
    pub const LIFETIME: SignedDuration = SignedDuration::from_hours(30 * 24);
    /// How long after its first use a token may be used again, for a client that never saw the answer. Later it is a thief who uses it.
    pub const GRACE: SignedDuration = SignedDuration::from_secs(30);
    /// What refresh tokens start with.
    pub const PREFIX: &str = "tw_refresh_";
}
