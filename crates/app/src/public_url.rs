//! Where visitors reach this installation. Short URLs are built from it, and never from a request's `Host`.

use trackway_domain::code::Code;
use url::Url;

/// An http or https address without query and fragment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// Accepts an http or https URL; a slash at its end is dropped.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let plain =
            matches!(url.scheme(), "http" | "https") && url.host_str().is_some() && url.query().is_none() && url.fragment().is_none();
        plain.then(|| Self(url.as_str().trim_end_matches('/').to_owned()))
    }

    /// The address, without a slash at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What browsers call a page of this installation: scheme, host and port.
    #[must_use]
    pub fn origin(&self) -> String {
        Url::parse(&self.0).map_or_else(|_| String::new(), |url| url.origin().ascii_serialization())
    }

    /// What a visitor opens.
    #[must_use]
    pub fn of(&self, code: &Code) -> String {
        format!("{}/{code}", self.0)
    }
}
