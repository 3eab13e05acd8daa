//! Where a link may lead: http and https addresses, parsed by the one URL parser that the redirect uses too.

use serde::{Deserialize, Serialize};
use url::Url;

/// An http or https address. Keeps what was typed, for answers, and what it means, for redirects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Destination {
    typed: String,
    url: Url,
}

/// Why an address was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DestinationError {
    /// Not an absolute URL with a host, or with white space or control characters in it.
    #[error("Must be a valid URL")]
    NotUrl,
    /// Another scheme than http and https.
    #[error("Must be an http or https URL")]
    Scheme,
    /// A user name or password before the host: a way to make an address look like another.
    #[error("Must not contain credentials")]
    Credentials,
    /// Longer than [`Destination::MAX`].
    #[error("Must be at most 4096 characters")]
    TooLong,
}

impl Destination {
    /// Longest address, in bytes.
    pub const MAX: usize = 4_096;

    /// Accepts an absolute http or https URL.
    ///
    /// # Errors
    /// Which rule it breaks.
    pub fn parse(text: &str) -> Result<Self, DestinationError> {
        if text.len() > Self::MAX {
            return Err(DestinationError::TooLong);
        }
        // The parser drops line breaks and trims spaces; what is typed must mean what it says.
        if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(DestinationError::NotUrl);
        }
        let url = Url::parse(text).map_err(|_| DestinationError::NotUrl)?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(DestinationError::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(DestinationError::Credentials);
        }
        // `https:example.com` and `https:\\example.com` are mended by the parser; they are not what anybody meant to type.
        if !text[url.scheme().len()..].starts_with("://") || url.host_str().is_none_or(str::is_empty) {
            return Err(DestinationError::NotUrl);
        }
        Ok(Self { typed: text.to_owned(), url })
    }

    /// What was typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.typed
    }

    /// What it means.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.url
    }
}

impl TryFrom<String> for Destination {
    type Error = DestinationError;
    fn try_from(text: String) -> Result<Self, DestinationError> {
        Self::parse(&text)
    }
}

impl From<Destination> for String {
    fn from(destination: Destination) -> String {
        destination.typed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_a_destination() {
        use DestinationError::{Credentials, NotUrl, Scheme};
        let cases = [
            ("https://example.com", Ok(())),
            ("http://127.0.0.1:8080/a?b=c#d", Ok(())),
            ("https://example.com/ünïcode?q=日本", Ok(())),
            ("https://[::1]/", Ok(())),
            ("example.com", Err(NotUrl)),
            ("/relative", Err(NotUrl)),
            ("", Err(NotUrl)),
            ("https://", Err(NotUrl)),
            ("https:example.com", Err(NotUrl)),
            ("https:\\\\example.com", Err(NotUrl)),
            ("https://exa mple.com", Err(NotUrl)),
            ("https://example.com/\r\nSet-Cookie: a=b", Err(NotUrl)),
            (" https://example.com", Err(NotUrl)),
            ("javascript:alert(1)", Err(Scheme)),
            ("JavaScript:alert(1)", Err(Scheme)),
            ("data:text/html,x", Err(Scheme)),
            ("ftp://example.com/", Err(Scheme)),
            ("https://user@example.com/", Err(Credentials)),
            ("https://example.com:pw@evil.test/", Err(Credentials)),
        ];
        for (text, expected) in cases {
            assert_eq!(Destination::parse(text).map(|_| ()), expected, "{text:?}");
        }
    }
}
