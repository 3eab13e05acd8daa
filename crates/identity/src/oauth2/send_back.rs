//! Sending a person back to the client that sent him, with an answer.

use crate::Identity;
use crate::oauth2::error::permitted;
use crate::sign_in::see_other;
use axum::response::Response;
use trackway_domain::oauth::redirect_uri::RedirectUri;

/// Where a person goes when it is decided: an address that the client has registered.
#[derive(Clone, Debug)]
pub(crate) struct WayBack {
    pub(crate) redirect_uri: RedirectUri,
    /// What the client wants to see again.
    pub(crate) state: Option<String>,
}

impl WayBack {
    /// With an error of RFC 6749 §4.1.2.1 or of OpenID Connect.
    pub(crate) fn with_error(&self, identity: &Identity, code: &str, description: &str) -> Response {
        self.with(identity, &[("error", code), ("error_description", &permitted(description))])
    }

    /// With these parameters, the client's state, and our name: a client that talks to several servers must know who answers (RFC 9207).
    pub(crate) fn with(&self, identity: &Identity, parameters: &[(&str, &str)]) -> Response {
        let state = self.state.as_deref().map(|state| ("state", state));
        let issuer = ("iss", identity.app.public_url.as_str());
        let all = parameters.iter().copied().chain(state).chain([issuer]).collect::<Vec<_>>();
        see_other(&self.redirect_uri.with(&all))
    }
}
