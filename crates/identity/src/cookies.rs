//! The two cookies: who has signed in, and a browser's mark that its sign-in form is ours. Where visitors come by https a cookie is bound
//! to this host by its name, and travels by https only.

use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};
use trackway_app::public_url::PublicUrl;
use trackway_domain::secret::Secret;
use trackway_domain::session::Session;

/// A cookie of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cookie {
    Session,
    Form,
}

impl Cookie {
    /// What the browser sends under its name.
    pub(crate) fn read(self, public_url: &PublicUrl, headers: &HeaderMap) -> Option<Secret> {
        let (_, value) = pairs(headers).find(|(name, value)| *name == self.name(public_url) && !value.is_empty())?;
        Some(Secret::presented(value))
    }

    /// The header that sets it.
    pub(crate) fn set(self, public_url: &PublicUrl, secret: &Secret) -> HeaderValue {
        let life = match self {
            Self::Session => format!("; Max-Age={}", Session::LIFETIME.as_secs()),
            // Gone with the browser's window.
            Self::Form => String::new(),
        };
        self.header(public_url, &format!("{}{life}", secret.reveal()))
    }

    /// The header that removes it.
    pub(crate) fn clear(self, public_url: &PublicUrl) -> HeaderValue {
        self.header(public_url, "; Max-Age=0")
    }

    fn header(self, public_url: &PublicUrl, value: &str) -> HeaderValue {
        let secure = if public_url.is_https() { "; Secure" } else { "" };
        let text = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}", self.name(public_url));
        HeaderValue::from_str(&text).expect("letters and digits")
    }

    fn name(self, public_url: &PublicUrl) -> &'static str {
        match (self, public_url.is_https()) {
            (Self::Session, true) => "__Host-trackway",
            (Self::Session, false) => "trackway_session",
            (Self::Form, true) => "__Host-trackway-form",
            (Self::Form, false) => "trackway_form",
        }
    }
}

/// In which workspace a page has said that it acts. Its script sets this one, and it is no secret.
pub(crate) fn chosen_workspace(headers: &HeaderMap) -> Option<&str> {
    pairs(headers).find_map(|(name, value)| (name == "trackway_workspace" && !value.is_empty()).then_some(value))
}

fn pairs(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='))
}
