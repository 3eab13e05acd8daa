//! Where a person is sent back to. An address is compared as it was written: nothing in it is left open.

use url::Url;

/// An absolute address without a fragment, kept as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedirectUri(String);

/// Why an address cannot be registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RedirectUriError {
    /// No absolute address, or one with white space in it.
    #[error("must be an absolute URL")]
    NotAbsolute,
    /// A fragment, which browsers keep to themselves.
    #[error("must have no fragment")]
    Fragment,
    /// A name and a password in it.
    #[error("must name no user")]
    User,
    /// Plain http to another machine: everybody on the way could read the code.
    #[error("must be https, http on a loopback address, or a scheme of an app's own such as com.example.app:/callback")]
    Scheme,
    /// Too long.
    #[error("must be at most {} characters", RedirectUri::MAX)]
    Length,
}

impl RedirectUri {
    /// Longest address, in bytes.
    pub const MAX: usize = 2_000;

    /// Accepts https anywhere, http on a loopback address, and an app's own scheme with a dot in it (RFC 8252).
    ///
    /// # Errors
    /// Which rule it breaks.
    pub fn parse(text: &str) -> Result<Self, RedirectUriError> {
        if text.len() > Self::MAX {
            return Err(RedirectUriError::Length);
        }
        let url = Url::parse(text).map_err(|_| RedirectUriError::NotAbsolute)?;
        if text.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\') {
            return Err(RedirectUriError::NotAbsolute);
        }
        if url.fragment().is_some() || text.contains('#') {
            return Err(RedirectUriError::Fragment);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(RedirectUriError::User);
        }
        let is_loopback = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        match url.scheme() {
            "https" => {}
            "http" if is_loopback => {}
            // No scheme that a browser acts on itself has a dot.
            own if own.contains('.') => {}
            _ => return Err(RedirectUriError::Scheme),
        }
        Ok(Self(text.to_owned()))
    }

    /// An address that the store handed back.
    #[must_use]
    pub fn stored(text: String) -> Self {
        Self(text)
    }

    /// The address as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its scheme, such as `https`.
    #[must_use]
    pub fn scheme(&self) -> &str {
        self.0.split(':').next().unwrap_or_default()
    }

    /// Where a person would see himself sent: the host with its port, or an app's own scheme.
    #[must_use]
    pub fn place(&self) -> String {
        let parsed = Url::parse(&self.0).ok();
        let host = parsed.as_ref().and_then(|url| {
            let host = url.host_str()?;
            Some(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
        });
        host.unwrap_or_else(|| self.scheme().to_owned())
    }

    /// The address with these parameters behind its own.
    #[must_use]
    pub fn with(&self, parameters: &[(&str, &str)]) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(parameters);
        let joint = match self.0.split_once('?') {
            None => "?",
            Some((_, query)) if query.is_empty() || query.ends_with('&') => "",
            Some(_) => "&",
        };
        format!("{}{joint}{}", self.0, query.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use RedirectUriError::{Fragment, NotAbsolute, Scheme, User};

    #[test]
    fn addresses_that_can_be_registered() {
        let cases = [
            ("https://app.example.com/callback", Ok(())),
            ("https://app.example.com/callback?tenant=1", Ok(())),
            ("http://127.0.0.1:9000/cb", Ok(())),
            ("http://localhost/cb", Ok(())),
            ("http://[::1]:9000/cb", Ok(())),
            ("com.example.app:/callback", Ok(())),
            ("http://app.example.com/callback", Err(Scheme)),
            ("http://localhost.example.com/", Err(Scheme)),
            ("javascript:alert(1)", Err(Scheme)),
            ("data:text/html,x", Err(Scheme)),
            ("myapp:/callback", Err(Scheme)),
            ("https://app.example.com/#part", Err(Fragment)),
            ("https://app.example.com/#", Err(Fragment)),
            ("https://a:b@app.example.com/", Err(User)),
            ("/callback", Err(NotAbsolute)),
            ("https://app.example.com/call back", Err(NotAbsolute)),
            ("https://app.example.com\\@evil.example.net/", Err(NotAbsolute)),
            ("", Err(NotAbsolute)),
        ];
        for (text, expected) in cases {
            assert_eq!(RedirectUri::parse(text).map(|_| ()), expected, "{text}");
        }
    }

    #[test]
    fn parameters_come_behind_its_own() {
        let cases = [
            ("https://a.example.com/cb", "https://a.example.com/cb?state=a+%26%3D%C3%A9"),
            ("https://a.example.com/cb?x=1", "https://a.example.com/cb?x=1&state=a+%26%3D%C3%A9"),
            ("https://a.example.com/cb?", "https://a.example.com/cb?state=a+%26%3D%C3%A9"),
            ("com.example.app:/cb", "com.example.app:/cb?state=a+%26%3D%C3%A9"),
        ];
        for (text, expected) in cases {
            assert_eq!(RedirectUri::stored(text.to_owned()).with(&[("state", "a &=é")]), expected);
        }
    }
}
