//! OAuth 2.0: registering clients, letting people allow them something, and turning that into what tokens say. Signing tokens and the
//! words of the protocol are left to `identity`.

pub mod allow;
pub mod authenticate_client;
pub mod client_credentials;
pub mod end_consent;
pub mod exchange_code;
pub mod forget;
pub mod list_consents;
pub mod offer;
pub mod refresh;
pub mod register_client;
pub mod revoke;
pub mod revoke_client;

use crate::Error;
use jiff::Timestamp;
use trackway_domain::account::AccountId;
use trackway_domain::oauth::client::ClientId;
use trackway_domain::oauth::consent::ConsentId;
use trackway_domain::oauth::scope::ScopeSet;
use trackway_domain::secret::Secret;

/// What the tokens of a client may say.
pub struct Allowance {
    /// The account that it acts for.
    pub account: AccountId,
    /// The client.
    pub client: ClientId,
    /// What it may do.
    pub scopes: ScopeSet,
    /// What that lives on; a script that acts for its workspace has nobody's consent.
    pub consent: Option<ConsentId>,
    /// With what it can go on later.
    pub refresh_token: Option<Secret>,
    /// When the person had signed in.
    pub signed_in_at: Option<Timestamp>,
    /// What it wants to find in the id token.
    pub nonce: Option<String>,
}

/// Why a client is not given tokens.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The code or refresh token is not good, or not any more.
    #[error("the grant is not valid, or not any more")]
    Grant,
    /// It asks for more than it was allowed, or for nothing.
    #[error("the scope is more than was allowed")]
    Scope,
    /// This kind of client does not get tokens that way.
    #[error("this client may not use this grant type")]
    Client,
    /// The workspace has several accounts, and the one that was named is none of them.
    #[error("the account cannot be told: name one in `account`, by handle or uuid")]
    Account,
    /// The use case's own trouble.
    #[error(transparent)]
    App(#[from] Error),
}

impl From<trackway_store::StoreError> for Refusal {
    fn from(error: trackway_store::StoreError) -> Self {
        Self::App(error.into())
    }
}
