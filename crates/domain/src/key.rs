//! API keys: what they look like, what they allow, and what is kept of them.

use crate::text::Name;
use crate::workspace::{UserId, WorkspaceId, uuid_ids};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

uuid_ids! {
    /// Names an API key.
    KeyId,
}

/// What a key allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyScope {
    /// Everything, and the administration of the workspace.
    Admin,
    /// Reporting what people did.
    ConversionsWrite,
    /// Reading links.
    LinksRead,
    /// Making and changing links.
    LinksWrite,
    /// Reading numbers.
    StatsRead,
}

impl KeyScope {
    /// All scopes, by name.
    pub const ALL: [Self; 5] = [Self::Admin, Self::ConversionsWrite, Self::LinksRead, Self::LinksWrite, Self::StatsRead];

    /// Its name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::ConversionsWrite => "conversions:write",
            Self::LinksRead => "links:read",
            Self::LinksWrite => "links:write",
            Self::StatsRead => "stats:read",
        }
    }

    /// Reads a name of [`KeyScope::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == text)
    }
}

/// A set of scopes, sorted and without repeats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyScopes(Vec<KeyScope>);

impl KeyScopes {
    /// A set of these.
    #[must_use]
    pub fn new(mut scopes: Vec<KeyScope>) -> Self {
        scopes.sort();
        scopes.dedup();
        Self(scopes)
    }

    /// True where the key may do what `scope` allows; `admin` may everything.
    #[must_use]
    pub fn allow(&self, scope: KeyScope) -> bool {
        self.0.contains(&scope) || self.0.contains(&KeyScope::Admin)
    }

    /// The scopes.
    #[must_use]
    pub fn as_slice(&self) -> &[KeyScope] {
        &self.0
    }

    /// Reads names separated by spaces or commas; the first unknown one is the error.
    ///
    /// # Errors
    /// The name that is no scope.
    pub fn parse(text: &str) -> Result<Self, String> {
        let names = text.split([' ', ',']).filter(|name| !name.is_empty());
        names.map(|name| KeyScope::parse(name).ok_or_else(|| name.to_owned())).collect::<Result<_, _>>().map(Self::new)
    }
}

impl std::fmt::Display for KeyScopes {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = self.0.iter().map(|scope| scope.as_str()).collect::<Vec<_>>();
        out.write_str(&names.join(" "))
    }
}

/// The secret itself: a fixed prefix and 32 random letters and digits. Shown once, then only its hash is kept.
pub struct KeySecret(String);

impl KeySecret {
    /// What every key starts with, so that scanners of leaked secrets can tell.
    pub const PREFIX: &str = "tw_live_";
    /// Random characters behind the prefix.
    pub const LENGTH: usize = 32;

    /// A secret from random letters.
    #[must_use]
    pub fn new(random_letters: &str) -> Self {
        Self(format!("{}{random_letters}", Self::PREFIX))
    }

    /// A secret that a client sent, whatever it is.
    #[must_use]
    pub fn presented(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// What is stored. A key has 190 random bits, so a fast hash is enough.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }

    /// The first characters, by which a person recognises a key in a list.
    #[must_use]
    pub fn prefix(&self) -> String {
        self.0.chars().take(Self::PREFIX.len() + 4).collect()
    }

    /// The secret in full; for showing it once.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// A key as the store keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// Its id.
    pub id: KeyId,
    /// The tenant it acts in.
    pub workspace: WorkspaceId,
    /// The user it acts as.
    pub user: UserId,
    /// What people call it.
    pub name: Name,
    /// See [`KeySecret::prefix`].
    pub prefix: String,
    /// See [`KeySecret::hash`].
    pub hash: [u8; 32],
    /// What it allows.
    pub scopes: KeyScopes,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it stops working by itself.
    pub expires_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// When it was last accepted, to the minute.
    pub last_used_at: Option<Timestamp>,
}

impl ApiKey {
    /// True where the key is accepted at `now`.
    #[must_use]
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| now < end)
    }
}
