//! Where visitors reach this installation. Short URLs are built from it, and never from a request's `Host`.

use trackway_domain::code::Code;
use trackway_domain::custom_domain::Hostname;
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

    /// True where visitors come by https.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https:")
    }

    /// Scheme, host and port, as browsers name a page's origin.
    #[must_use]
    pub fn origin(&self) -> String {
        Url::parse(&self.0).map(|url| url.origin().ascii_serialization()).unwrap_or_default()
    }

    /// What stands before every path of this installation: nothing, or the path of a proxy without a slash at its end.
    #[must_use]
    pub fn path(&self) -> String {
        Url::parse(&self.0).map(|url| url.path().trim_end_matches('/').to_owned()).unwrap_or_default()
    }

    /// The host, without a port.
    #[must_use]
    pub fn host(&self) -> Option<String> {
        Url::parse(&self.0).ok().and_then(|url| url.host_str().map(str::to_owned))
    }

    /// What a visitor opens under a workspace's own host name: by the same scheme and port, at the root.
    #[must_use]
    pub fn at(&self, host: &Hostname, code: &Code) -> String {
        let url = Url::parse(&self.0).ok();
        let (scheme, port) = url.as_ref().map_or(("https", None), |url| (url.scheme(), url.port()));
        let port = port.map(|port| format!(":{port}")).unwrap_or_default();
        format!("{scheme}://{host}{port}/{code}")
    }

    /// What a visitor opens.
    #[must_use]
    pub fn of(&self, code: &Code) -> String {
        format!("{}/{code}", self.0)
    }
}
