//! Access tokens: what the rest of the house knows of them. Signing and checking signatures belongs to `identity`.

use crate::Error;
use async_trait::async_trait;
use jiff::Timestamp;
use trackway_domain::account::{Account, AccountId};
use trackway_domain::oauth::consent::ConsentId;
use trackway_domain::workspace::UserId;
use uuid::Uuid;

pub mod authenticate;

/// What a token says: who may do what, for how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Names the token itself.
    pub id: Uuid,
    /// The account that the token acts for.
    pub account: AccountId,
    /// The client that it was issued to.
    pub client: String,
    /// The scopes, as they were granted.
    pub scopes: Vec<String>,
    /// The consent that it lives on; tokens of the workspace's own scripts live on none.
    pub consent: Option<ConsentId>,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Reads signed tokens.
#[async_trait]
pub trait AccessTokens: Send + Sync + 'static {
    /// What a token says, if one of our keys signed it and it has not ended at `now`. Whether it was revoked is not looked at.
    ///
    /// # Errors
    /// The store's trouble, where a key has to be looked up.
    async fn verify(&self, token: &str, now: Timestamp) -> Result<Option<Grant>, Error>;
}

/// A token's bearer: what it grants, the account, and whose the links are that he makes.
#[derive(Clone, Debug)]
pub struct Bearer {
    /// What the token says.
    pub grant: Grant,
    /// The account it acts for.
    pub account: Account,
    /// The user it acts as: whoever allowed it, else the owner of the account's workspace.
    pub user: UserId,
    /// The creators that he reaches, where he does not reach all of the workspace.
    pub creators: Option<Vec<AccountId>>,
}

impl Bearer {
    /// True where he reaches this creator.
    #[must_use]
    pub fn reaches(&self, creator: AccountId) -> bool {
        self.creators.as_ref().is_none_or(|creators| creators.contains(&creator))
    }
}
