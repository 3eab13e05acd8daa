//! Access tokens: what the rest of the house knows of them. Signing and checking signatures belongs to `identity`.

use jiff::Timestamp;
use trackway_domain::account::{Account, AccountId};
use trackway_domain::workspace::UserId;

pub mod authenticate;

/// What a token says: who may do what, for how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The account that the token acts for.
    pub account: AccountId,
    /// The client that it was issued to.
    pub client: String,
    /// The scopes, as they were granted.
    pub scopes: Vec<String>,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Reads and writes signed tokens.
pub trait AccessTokens: Send + Sync + 'static {
    /// What a token says, if one of our keys signed it and it has not ended at `now`.
    fn verify(&self, token: &str, now: Timestamp) -> Option<Grant>;
}

/// A token's bearer: what it grants, the account, and whose the links are that he makes.
#[derive(Clone, Debug)]
pub struct Bearer {
    /// What the token says.
    pub grant: Grant,
    /// The account it acts for.
    pub account: Account,
    /// The user it acts as: the owner of the account's workspace.
    pub user: UserId,
}
