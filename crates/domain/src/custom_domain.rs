//! Host names of a workspace: under one of its own, and under no other workspace's, its links are opened too.

use crate::workspace::{WorkspaceId, uuid_ids};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Host;

uuid_ids! {
    /// Names a custom domain.
    CustomDomainId,
}

/// A host name of a workspace. Until it is shown to be the workspace's, it means nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomDomain {
    /// Its id.
    pub id: CustomDomainId,
    /// The tenant.
    pub workspace: WorkspaceId,
    /// The name.
    pub host: Hostname,
    /// What only whoever may change the name's records can make them say.
    pub proof: String,
    /// When it was named.
    pub created_at: Timestamp,
    /// When the proof was found.
    pub verified_at: Option<Timestamp>,
}

impl CustomDomain {
    /// The name of the DNS record (TXT) in which the proof must stand.
    #[must_use]
    pub fn record_name(&self) -> String {
        format!("_trackway.{}", self.host)
    }

    /// What that record must say.
    #[must_use]
    pub fn record_value(&self) -> String {
        format!("trackway-verification={}", self.proof)
    }
}

/// A host name as DNS has it: in lower case, in ASCII, with a dot in it and none at its end.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hostname(String);

/// A text that is no host name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be a host name such as go.example.com")]
pub struct NotAHostname;

impl Hostname {
    /// Longest name, so that a record's name fits before it.
    pub const MAX: usize = 240;

    /// Reads a host name, without scheme, port or path. Names in other scripts are written as DNS writes them.
    ///
    /// # Errors
    /// [`NotAHostname`].
    pub fn parse(text: &str) -> Result<Self, NotAHostname> {
        let Ok(Host::Domain(name)) = Host::parse(text) else { return Err(NotAHostname) };
        let is_label = |label: &str| {
            let is_plain = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            (1..=63).contains(&label.len()) && is_plain && !label.starts_with('-') && !label.ends_with('-')
        };
        let is_name = name.len() <= Self::MAX && name.contains('.') && name.split('.').all(is_label);
        is_name.then_some(Self(name)).ok_or(NotAHostname)
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Hostname {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

impl TryFrom<String> for Hostname {
    type Error = NotAHostname;
    fn try_from(text: String) -> Result<Self, NotAHostname> {
        Self::parse(&text)
    }
}

impl From<Hostname> for String {
    fn from(host: Hostname) -> Self {
        host.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let long = format!("{}.example.com", "a".repeat(64));
        let cases = [
            ("go.example.com", Some("go.example.com")),
            ("GO.Example.com", Some("go.example.com")),
            ("b\u{fc}cher.example", Some("xn--bcher-kva.example")),
            ("go.example.com.", None),
            ("localhost", None),
            ("127.0.0.1", None),
            ("[::1]", None),
            ("0x7f.1", None),
            ("https://go.example.com", None),
            ("go.example.com:443", None),
            ("go.example.com/path", None),
            ("*.example.com", None),
            ("_trackway.example.com", None),
            ("-a.example.com", None),
            ("a..example.com", None),
            ("go example.com", None),
            (&long, None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(Hostname::parse(text).ok().as_ref().map(Hostname::as_str), expected, "{text}");
        }
    }
}
