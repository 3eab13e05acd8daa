//! People who sign in, and what they may do in a workspace.

use crate::key::{KeyScope, KeyScopes};
use crate::text::Name;
use crate::workspace::{UserId, WorkspaceId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A person. The owner made with a workspace has neither address nor password until somebody gives them to him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// His id.
    pub id: UserId,
    /// What he signs in with.
    pub email: Option<Email>,
    /// What people call him.
    pub name: Name,
    /// What is kept of his password.
    pub password: Option<PasswordHash>,
    /// When he was made.
    pub created_at: Timestamp,
    /// When he was shut out.
    pub disabled_at: Option<Timestamp>,
}

/// A person in one workspace. One person may be a member of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The tenant.
    pub workspace: WorkspaceId,
    /// The person.
    pub user: User,
    /// What he may do there.
    pub role: Role,
}

/// What a member may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Everything; one is made with the workspace.
    Owner,
    /// Everything.
    Admin,
    /// Making and changing links, and reading numbers.
    Member,
    /// Reading.
    Viewer,
}

impl Role {
    /// All roles, the mightiest first.
    pub const ALL: [Self; 4] = [Self::Owner, Self::Admin, Self::Member, Self::Viewer];

    /// Its name on wires and at rest.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::Member => "member",
            Self::Viewer => "viewer",
        }
    }

    /// Reads a name of [`Role::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }

    /// What it allows, in the words of keys.
    #[must_use]
    pub fn scopes(self) -> KeyScopes {
        KeyScopes::new(match self {
            Self::Owner | Self::Admin => vec![KeyScope::Admin],
            Self::Member => vec![KeyScope::ConversionsWrite, KeyScope::LinksRead, KeyScope::LinksWrite, KeyScope::StatsRead],
            Self::Viewer => vec![KeyScope::LinksRead, KeyScope::StatsRead],
        })
    }
}

/// A mail address, in lower case: people are found by it, however they type it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Email(String);

/// A text that is no mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be a mail address such as mia@example.com")]
pub struct NotAnEmail;

impl Email {
    /// Longest address, in bytes.
    pub const MAX: usize = 254;

    /// Something before and after one `@`, with no white space and no control characters. Whether mail arrives there only mail can tell.
    ///
    /// # Errors
    /// [`NotAnEmail`].
    pub fn parse(text: &str) -> Result<Self, NotAnEmail> {
        let text = text.trim();
        let (local, host) = text.split_once('@').ok_or(NotAnEmail)?;
        let is_plain = |part: &str| !part.is_empty() && !part.contains(|c: char| c.is_whitespace() || c.is_control() || c == '@');
        if text.len() > Self::MAX || !is_plain(local) || !is_plain(host) {
            return Err(NotAnEmail);
        }
        Ok(Self(text.to_lowercase()))
    }

    /// The address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A password as somebody typed it. It is not printed by any `Debug`.
pub struct Password(String);

/// Why a password cannot be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be {}–{} characters", Password::MIN, Password::MAX)]
pub struct UnfitPassword;

impl Password {
    /// Shortest password that can be set, in characters.
    pub const MIN: usize = 8;
    /// Shortest password that a link can have, in characters: it is passed on by word of mouth, and guessing is slow.
    pub const LINK_MIN: usize = 4;
    /// Longest password, in characters: hashing a longer one would cost whoever sends it nothing, and us much.
    pub const MAX: usize = 256;

    /// A password to be set.
    ///
    /// # Errors
    /// [`UnfitPassword`].
    pub fn new(text: &str) -> Result<Self, UnfitPassword> {
        if !(Self::MIN..=Self::MAX).contains(&text.chars().count()) {
            return Err(UnfitPassword);
        }
        Ok(Self(text.to_owned()))
    }

    /// A password that a link is to ask for.
    ///
    /// # Errors
    /// [`UnfitLinkPassword`].
    pub fn of_link(text: &str) -> Result<Self, UnfitLinkPassword> {
        if !(Self::LINK_MIN..=Self::MAX).contains(&text.chars().count()) {
            return Err(UnfitLinkPassword);
        }
        Ok(Self(text.to_owned()))
    }

    /// A password to be held against a hash, whatever it is. What is too long for any hash is cut, and then fits none.
    #[must_use]
    pub fn presented(text: &str) -> Self {
        Self(text.chars().take(Self::MAX + 1).collect())
    }

    /// The password itself; for hashing.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// Why a password cannot be a link's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be {}–{} characters", Password::LINK_MIN, Password::MAX)]
pub struct UnfitLinkPassword;

/// What is kept of a password: a text that only whoever hashes can read.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// A hash that was just made, or that the store handed back.
    #[must_use]
    pub fn stored(text: String) -> Self {
        Self(text)
    }

    /// The hash as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("PasswordHash")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        let long = format!("{}@example.com", "a".repeat(250));
        let cases = [
            (" Mia@Example.com ", Some("mia@example.com")),
            ("a+b@x", Some("a+b@x")),
            ("mia", None),
            ("@example.com", None),
            ("mia@", None),
            ("mia@a@b", None),
            ("mia smith@example.com", None),
            (&long, None),
        ];
        for (text, expected) in cases {
            assert_eq!(Email::parse(text).ok().as_ref().map(Email::as_str), expected, "{text}");
        }
    }

    #[test]
    fn passwords_are_neither_short_nor_endless() {
        for (length, is_fit) in [(7, false), (8, true), (256, true), (257, false)] {
            assert_eq!(Password::new(&"é".repeat(length)).is_ok(), is_fit, "{length}");
        }
        for (length, is_fit) in [(3, false), (4, true), (256, true), (257, false)] {
            assert_eq!(Password::of_link(&"é".repeat(length)).is_ok(), is_fit, "{length}");
        }
        assert_eq!(Password::presented(&"x".repeat(10_000)).reveal().len(), 257);
    }

    #[test]
    fn roles_allow_what_they_say() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.as_str()), Some(role));
            assert!(role.scopes().allow(KeyScope::LinksRead));
            assert_eq!(role.scopes().allow(KeyScope::LinksWrite), role != Role::Viewer);
            assert_eq!(role.scopes().allow(KeyScope::Admin), matches!(role, Role::Owner | Role::Admin));
        }
    }
}
