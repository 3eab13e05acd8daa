//! Which client asks. One with a secret shows it by HTTP Basic and no other way; one without names itself in the form.

use crate::Identity;
use crate::form::Form;
use crate::oauth2::error::OauthError;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::AUTHORIZATION;
use percent_encoding::percent_decode_str;
use trackway_app::oauth::authenticate_client::authenticate_client;
use trackway_domain::oauth::client::OauthClient;

pub(crate) async fn authenticate(identity: &Identity, headers: &HeaderMap, form: &Form) -> Result<OauthClient, OauthError> {
    if form.get("client_secret").is_some() {
        return Err(OauthError::client("the client's secret is taken by HTTP Basic only, not in the body"));
    }
    if form.get("client_assertion").is_some() {
        return Err(OauthError::client("client assertions are not taken; the secret is, by HTTP Basic"));
    }
    let (shown, named) = (basic(headers)?, form.get("client_id"));
    let (id, secret) = match (&shown, named) {
        (Some((id, _)), Some(named)) if id != named => return Err(OauthError::request("two clients are named")),
        (Some((id, secret)), _) => (id.as_str(), Some(secret.as_str())),
        (None, Some(named)) => (named, None),
        (None, None) => return Err(OauthError::client("no client is named")),
    };
    // Some libraries write a client without a secret as one whose secret is empty.
    let secret = secret.filter(|secret| !secret.is_empty());
    let client = authenticate_client(&identity.app, id, secret).await?;
    client.ok_or_else(|| OauthError::client("there is no such client, or it shows the wrong secret or none"))
}

/// Name and secret, each encoded as in forms before they were joined.
fn basic(headers: &HeaderMap) -> Result<Option<(String, String)>, OauthError> {
    let Some(value) = headers.get(AUTHORIZATION) else { return Ok(None) };
    let decoded = || {
        let (scheme, credentials) = value.to_str().ok()?.split_once(' ')?;
        let bytes = scheme.eq_ignore_ascii_case("basic").then(|| STANDARD.decode(credentials.trim()).ok())??;
        let text = String::from_utf8(bytes).ok()?;
        let (id, secret) = text.split_once(':')?;
        Some((plain(id)?, plain(secret)?))
    };
    decoded().map(Some).ok_or_else(|| OauthError::client("the Authorization header is not HTTP Basic"))
}

fn plain(text: &str) -> Option<String> {
    percent_decode_str(&text.replace('+', " ")).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}
