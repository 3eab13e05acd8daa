//! A webhook: an address that wants to be told of what happens, and how it is to be told. Telling is left to others.

use crate::destination::Destination;
use crate::text::Name;
use crate::workspace::{WorkspaceId, uuid_ids};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

uuid_ids! {
    /// Names a webhook.
    WebhookId,
}

/// What a webhook can be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum WebhookEvent {
    /// Somebody opened a link.
    #[serde(rename = "click_event")]
    Click,
    /// An app was opened for the first time.
    #[serde(rename = "install_event")]
    Install,
    /// Somebody did what a link was made for.
    #[serde(rename = "conversion_event")]
    Conversion,
    /// A link was made, changed or deleted.
    #[serde(rename = "link_event")]
    Link,
    /// A webhook was switched off because nothing reached it.
    #[serde(rename = "webhook_event")]
    Webhook,
}

impl WebhookEvent {
    /// All of them, in the order of the documents.
    pub const ALL: [Self; 5] = [Self::Click, Self::Install, Self::Conversion, Self::Link, Self::Webhook];

    /// Its name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Click => "click_event",
            Self::Install => "install_event",
            Self::Conversion => "conversion_event",
            Self::Link => "link_event",
            Self::Webhook => "webhook_event",
        }
    }

    /// Reads a name of [`WebhookEvent::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.as_str() == text)
    }
}

/// A header that a webhook's address wants to see, such as a token of its own.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookHeader {
    name: String,
    value: String,
}

/// Why a header was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WebhookHeaderError {
    /// No name that HTTP takes.
    #[error("is not a header's name")]
    Name,
    /// A header that the connection or the signature needs.
    #[error("is a header that is set for you")]
    Reserved,
    /// More than visible ASCII and spaces, or too much of it.
    #[error("must be at most 1024 visible ASCII characters")]
    Value,
}

impl WebhookHeader {
    const RESERVED: [&str; 9] =
        ["connection", "content-length", "content-type", "expect", "host", "te", "trailer", "transfer-encoding", "upgrade"];

    /// A header that HTTP takes and that no delivery sets itself. Names are kept in lower case.
    ///
    /// # Errors
    /// Which rule it breaks.
    pub fn parse(name: &str, value: &str) -> Result<Self, WebhookHeaderError> {
        let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        if name.is_empty() || name.len() > 128 || !name.bytes().all(is_token) {
            return Err(WebhookHeaderError::Name);
        }
        let name = name.to_ascii_lowercase();
        if Self::RESERVED.contains(&name.as_str()) || name.starts_with("webhook-") || name.starts_with("x-linkforty-") {
            return Err(WebhookHeaderError::Reserved);
        }
        if value.len() > 1_024 || !value.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
            return Err(WebhookHeaderError::Value);
        }
        Ok(Self { name, value: value.to_owned() })
    }

    /// The name, in lower case.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The value: it may be a secret.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }
}

impl std::fmt::Debug for WebhookHeader {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}: …", self.name)
    }
}

/// What signs the deliveries of a webhook. It is kept as it is, since signing needs it.
#[derive(Clone, PartialEq, Eq)]
pub struct WebhookSecret(String);

impl WebhookSecret {
    /// What every secret starts with, as Standard Webhooks has it.
    pub const PREFIX: &str = "whsec_";

    /// A secret from random bytes.
    #[must_use]
    pub fn new(random: [u8; 32]) -> Self {
        Self(format!("{}{}", Self::PREFIX, STANDARD.encode(random)))
    }

    /// A secret that the store handed back.
    #[must_use]
    pub fn stored(text: String) -> Self {
        Self(text)
    }

    /// The bytes behind the prefix: the key of signatures as Standard Webhooks has them. A text that is none of ours signs as it stands.
    #[must_use]
    pub fn key(&self) -> Vec<u8> {
        let encoded = self.0.strip_prefix(Self::PREFIX).and_then(|text| STANDARD.decode(text).ok());
        encoded.unwrap_or_else(|| self.0.as_bytes().to_vec())
    }

    /// The secret in full: for signing, and for showing it once.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for WebhookSecret {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("WebhookSecret(…)")
    }
}

/// A secret that a newer one has replaced, and that still signs beside it, so that whoever verifies can change over in between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetiringSecret {
    /// The secret.
    pub secret: WebhookSecret,
    /// When it signs no more.
    pub until: Timestamp,
}

/// Why a webhook that its maker wanted is told nothing any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DisabledReason {
    /// Its address said 410: it is gone for good.
    Gone,
    /// Nothing reached it for [`Webhook::PATIENCE`].
    Failing,
}

impl DisabledReason {
    /// Its name in stores and answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::Failing => "failing",
        }
    }

    /// Reads a name of [`DisabledReason::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Gone, Self::Failing].into_iter().find(|reason| reason.as_str() == text)
    }
}

/// That a webhook was switched off, and not by anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disabled {
    /// Why.
    pub reason: DisabledReason,
    /// When.
    pub at: Timestamp,
}

/// A webhook as the store keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// Its id.
    pub id: WebhookId,
    /// The tenant.
    pub workspace: WorkspaceId,
    /// What signs its deliveries.
    pub secret: WebhookSecret,
    /// What signs them too, for a while after the secret was changed.
    pub retiring: Option<RetiringSecret>,
    /// What its maker chose.
    pub settings: WebhookSettings,
    /// Why it was switched off, where its maker did not do so.
    pub disabled: Option<Disabled>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its settings last changed.
    pub updated_at: Timestamp,
}

impl Webhook {
    /// How long nothing may reach a webhook before it is switched off.
    pub const PATIENCE: SignedDuration = SignedDuration::from_hours(5 * 24);
    /// How long a replaced secret goes on signing where nothing is said.
    pub const OVERLAP: SignedDuration = SignedDuration::from_hours(24);

    /// The secrets that sign at an instant, the present one first.
    pub fn signing(&self, at: Timestamp) -> impl Iterator<Item = &WebhookSecret> {
        let retiring = self.retiring.as_ref().filter(|retiring| at < retiring.until);
        std::iter::once(&self.secret).chain(retiring.map(|retiring| &retiring.secret))
    }
}

/// What the maker of a webhook may choose, and change later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookSettings {
    /// What people call it.
    pub name: Name,
    /// Where it is told.
    pub url: Destination,
    /// What it is told of, in the order of [`WebhookEvent::ALL`].
    pub events: Vec<WebhookEvent>,
    /// Headers that go along.
    pub headers: Vec<WebhookHeader>,
    /// How often telling is tried, 1–10.
    pub attempts: u8,
    /// How long one try may take, in milliseconds, 1000–60000.
    pub timeout_milliseconds: u16,
    /// False while it is told nothing.
    pub is_active: bool,
    /// How many clicks it is told of at once at most, 1–500; with more than one it always gets lists.
    #[serde(default = "one")]
    pub clicks_at_once: u16,
}

fn one() -> u16 {
    1
}

impl WebhookSettings {
    /// Tries where nothing is said: they span about three days.
    pub const ATTEMPTS: u8 = 10;
    /// Time for one try where nothing is said, in milliseconds.
    pub const TIMEOUT_MILLISECONDS: u16 = 10_000;
    /// Most clicks in one delivery: they fit well into the megabyte that most servers take.
    pub const MOST_CLICKS_AT_ONCE: u16 = 500;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_those_that_nobody_else_sets() {
        for (name, value, expected) in [
            ("Authorization", "Bearer x", Ok("authorization")),
            ("X-Team", "", Ok("x-team")),
            ("", "x", Err(WebhookHeaderError::Name)),
            ("a b", "x", Err(WebhookHeaderError::Name)),
            ("Content-Type", "x", Err(WebhookHeaderError::Reserved)),
            ("Webhook-Id", "x", Err(WebhookHeaderError::Reserved)),
            ("X-LinkForty-Event", "x", Err(WebhookHeaderError::Reserved)),
            ("x", "a\r\nb: c", Err(WebhookHeaderError::Value)),
            ("x", "é", Err(WebhookHeaderError::Value)),
        ] {
            assert_eq!(WebhookHeader::parse(name, value).as_ref().map(WebhookHeader::name), expected.as_ref().copied(), "{name}: {value}");
        }
    }

    #[test]
    fn secrets_do_not_show_themselves() {
        let secret = WebhookSecret::new([7; 32]);
        assert_eq!(secret.reveal(), "whsec_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=");
        assert!(!format!("{secret:?}").contains("Bwc"));
    }
}
