//! A creator or app that links belong to. Its profile is the default destination.

use crate::code::{Path, PathError};
use crate::destination::Destination;
use crate::snowflake::Snowflake;
use crate::text::Name;
use crate::workspace::{WorkspaceId, uuid_ids};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

uuid_ids! {
    /// Names an account.
    AccountId,
}

impl AccountId {
    const PUBLIC_PREFIX: &str = "fansly_acc_";

    /// The opaque id of the account in URLs of the Fansly dialect.
    #[must_use]
    pub fn public(self) -> String {
        format!("{}{}", Self::PUBLIC_PREFIX, self.0.simple())
    }

    /// Reads what [`AccountId::public`] wrote.
    #[must_use]
    pub fn from_public(text: &str) -> Option<Self> {
        Uuid::try_parse(text.strip_prefix(Self::PUBLIC_PREFIX)?).ok().map(Self)
    }
}

/// The name of an account in paths: `/<handle>`. It shares one namespace with codes and slugs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handle(Path);

impl Handle {
    /// 2–30 of letters, digits, `_`, `-` and `.`, not starting with a dot, and no reserved word.
    ///
    /// # Errors
    /// Which of these rules it breaks.
    pub fn parse(text: &str) -> Result<Self, PathError> {
        Path::parse(text, 2, 30, &['_', '-', '.']).map(Self)
    }

    /// A handle that the store handed back: words that became reserved later do not make it unreadable.
    #[must_use]
    pub fn stored(text: String) -> Self {
        Self(Path::stored(text))
    }

    /// The handle as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// The name of the query parameter that tells a platform's page which link led there: 1–40 letters, digits, `_` and `-`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrackingParameter(String);

impl TrackingParameter {
    /// Accepts a name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_good = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        ((1..=40).contains(&text.len()) && text.bytes().all(is_good)).then(|| Self(text.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An account as the store keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The creator's numeric id, which Fansly clients see in each link.
    pub number: Snowflake,
    /// The tenant.
    pub workspace: WorkspaceId,
    /// Its name in paths.
    pub handle: Handle,
    /// What people call it; the handle where it was not said.
    pub name: Name,
    /// Where a visitor goes when a link names no destination of its own.
    pub profile: Destination,
    /// The parameter with which the profile is told the code of the link that led there.
    pub tracking_parameter: Option<TrackingParameter>,
    /// The creator's mail address, as given.
    pub email: Option<String>,
    /// The creator's country.
    pub country: Option<crate::targeting::Country>,
    /// True for the account that the workspace was made with: it takes the links that name no account.
    pub is_default: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn public_ids_round_trip() {
        let id = AccountId(Uuid::from_u128(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef));
        assert_eq!(id.public(), "fansly_acc_0123456789abcdef0123456789abcdef");
        assert_eq!(AccountId::from_public(&id.public()), Some(id));
        assert_eq!(AccountId::from_public("0123456789abcdef0123456789abcdef"), None);
    }
}
