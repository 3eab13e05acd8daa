//! An identified visitor: whoever an account knows under an id of its own.

use crate::account::AccountId;
use crate::text::TextError;
use crate::workspace::uuid_ids;
use jiff::Timestamp;

uuid_ids! {
    /// Names a person.
    PersonId,
}

/// The id under which an account knows a person: 1–255 characters, no control characters. Compared to the byte.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExternalId(String);

impl ExternalId {
    /// Longest id, in characters.
    pub const MAX: usize = 255;

    /// Accepts `text` unchanged, or says why not.
    ///
    /// # Errors
    /// Empty, longer than [`ExternalId::MAX`], or with control characters.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        crate::text::line(text, Self::MAX).map(Self)
    }

    /// The id as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What an account says about a person. What is not said leaves alone what was said before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// The name by which he goes in paths and mentions.
    pub handle: Option<String>,
    /// The name that is shown.
    pub display_name: Option<String>,
    /// The name that the account gave him.
    pub nickname: Option<String>,
    /// Where his picture is.
    pub avatar_url: Option<String>,
}

impl Profile {
    /// Longest text, in characters.
    pub const MAX: usize = 1_024;
}

/// A person as a report names him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The account's own id of him.
    pub external_id: ExternalId,
    /// What else is said of him.
    pub profile: Profile,
}

/// What a person is to an account now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fan {
    /// Since when he follows; None where he does not.
    pub followed_at: Option<Timestamp>,
    /// When his latest subscription began, even where it has ended.
    pub subscribed_at: Option<Timestamp>,
    /// True while he subscribes.
    pub is_subscriber: bool,
    /// What he spent in US dollars, less what was paid back, in mills.
    pub spent: crate::money::Mills,
}

impl Fan {
    /// True while he follows.
    #[must_use]
    pub fn is_follower(&self) -> bool {
        self.followed_at.is_some()
    }
}

/// A person as the store keeps him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// His id.
    pub id: PersonId,
    /// Whose he is; None until his click tells.
    pub account: Option<AccountId>,
    /// The account's own id; None for somebody of whom only a click is known.
    pub external_id: Option<ExternalId>,
    /// What is said of him.
    pub profile: Profile,
    /// When the first thing happened that was reported of him.
    pub first_seen_at: Timestamp,
    /// What he is to the account now.
    pub fan: Fan,
}
