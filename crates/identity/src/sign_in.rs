//! `/sign-in`: the page with the form, and what happens when it is sent.

use crate::Identity;
use crate::cookies::Cookie;
use crate::form::{Form, is_from_here};
use crate::pages::sign_in::Way;
use crate::pages::{self, sign_in};
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use http::header::{LOCATION, RETRY_AFTER, SET_COOKIE};
use http::{HeaderMap, HeaderValue, StatusCode, Uri};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use std::net::IpAddr;
use trackway_app::{Error, ids, sessions, users};
use trackway_domain::secret::Secret;
use trackway_domain::session::{form_token, is_form_token};
use trackway_domain::user::Password;
use trackway_web::client::ClientAddress;
use trackway_web::rate_limit::RateLimiter;

/// How often somebody may try to sign in: from one address, and as one person from anywhere.
pub struct SignInLimits {
    by_address: RateLimiter,
    by_email: RateLimiter,
}

impl Default for SignInLimits {
    fn default() -> Self {
        Self { by_address: RateLimiter::sliding(20), by_email: RateLimiter::sliding(10) }
    }
}

impl SignInLimits {
    /// Seconds to wait, where it was too often.
    fn admit(&self, address: Option<IpAddr>, email: &str, now: Timestamp) -> Result<(), i64> {
        let address = address.map_or_else(String::new, |address| address.to_string());
        // Names are kept for a while, so a name is not as long as somebody likes.
        let email = format!("{:x?}", Sha256::digest(email.trim().to_lowercase().as_bytes()));
        let verdicts = [self.by_address.admit(&address, now), self.by_email.admit(&email, now)];
        match verdicts.iter().filter(|verdict| !verdict.is_allowed).map(|verdict| verdict.retry_after).max() {
            Some(seconds) => Err(seconds),
            None => Ok(()),
        }
    }
}

/// Where people go who came from nowhere in particular.
const HOME: &str = "/dashboard";

pub(crate) async fn show(State(identity): State<Identity>, uri: Uri, headers: HeaderMap) -> Response {
    let query = Form::parse(uri.query().unwrap_or_default().as_bytes());
    let way = match (query.get("way"), users::sign_in_with_key::is_only_way(&identity.app).await) {
        (_, Err(error)) => return pages::trouble(&error),
        (Some("key"), Ok(false)) => Way::Key,
        (None, Ok(true)) | (Some("key"), Ok(true)) => Way::FirstKey,
        (_, Ok(_)) => Way::Password,
    };
    let content = sign_in::Content { return_to: query.get("return_to"), email: "", complaint: None, way };
    form_page(&identity, &headers, StatusCode::OK, &content)
}

pub(crate) async fn sign_in(State(identity): State<Identity>, request: Request) -> Response {
    let headers = request.headers().clone();
    let address = request.extensions().get::<ClientAddress>().map(|client| client.0);
    let form = match Form::read(request).await {
        Ok(form) => form,
        Err(error) => return pages::notice(StatusCode::BAD_REQUEST, "That did not work", &format!("The form could not be read: {error}.")),
    };
    let (email, return_to, key) = (form.get("email").unwrap_or_default(), form.get("return_to"), form.get("key"));
    let way = key.map_or(Way::Password, |_| Way::Key);
    let again =
        |status, complaint| form_page(&identity, &headers, status, &sign_in::Content { return_to, email, complaint: Some(complaint), way });
    if !is_our_form(&identity, &headers, &form) {
        let complaint = "This form was not taken. Please try again; cookies must be allowed, and the site opened at its public address.";
        return again(StatusCode::FORBIDDEN, complaint);
    }
    if let Err(seconds) = identity.sign_in_limits.admit(address, email, identity.app.clock.now()) {
        let mut response = again(StatusCode::TOO_MANY_REQUESTS, "That was too often. Please wait a minute and try again.");
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
        return response;
    }
    let (found, complaint) = match key {
        Some(key) => (users::sign_in_with_key::sign_in_with_key(&identity.app, key).await, "This is no admin key of this installation."),
        None => {
            let password = Password::presented(form.get("password").unwrap_or_default());
            let found = users::sign_in::sign_in(&identity.app, email, password).await;
            (found, "The mail address and the password do not belong together.")
        }
    };
    match found {
        Ok(Some(secret)) => enter(&identity, &headers, &secret, return_to).await.unwrap_or_else(|error| pages::trouble(&error)),
        Ok(None) => again(StatusCode::UNAUTHORIZED, complaint),
        Err(error) => pages::trouble(&error),
    }
}

/// Sends somebody who has just signed in where he wanted to go. The session that the browser had before ends.
async fn enter(identity: &Identity, headers: &HeaderMap, secret: &Secret, return_to: Option<&str>) -> Result<Response, Error> {
    let public_url = &identity.app.public_url;
    if let Some(before) = Cookie::Session.read(public_url, headers) {
        sessions::end::end(&identity.app, &before).await?;
    }
    let path = return_to.filter(|path| is_own_path(path)).unwrap_or(HOME);
    let mut response = see_other(&format!("{}{path}", public_url.path()));
    response.headers_mut().append(SET_COOKIE, Cookie::Session.set(public_url, secret));
    Ok(response)
}

fn is_our_form(identity: &Identity, headers: &HeaderMap, form: &Form) -> bool {
    let cookie = Cookie::Form.read(&identity.app.public_url, headers);
    is_from_here(&identity.app.public_url, headers)
        && cookie.is_some_and(|cookie| is_form_token(&cookie, form.get("token").unwrap_or_default()))
}

fn form_page(identity: &Identity, headers: &HeaderMap, status: StatusCode, content: &sign_in::Content<'_>) -> Response {
    let public_url = &identity.app.public_url;
    let known = Cookie::Form.read(public_url, headers);
    let is_new = known.is_none();
    let mark = known.unwrap_or_else(|| Secret::new("", &ids::letters(&*identity.app.random, Secret::LENGTH)));
    let mut response = sign_in::page(status, content, &form_token(&mark));
    if is_new {
        response.headers_mut().append(SET_COOKIE, Cookie::Form.set(public_url, &mark));
    }
    response
}

/// An answer to a form: the browser asks for the page there. Nothing on the way keeps it.
pub(crate) fn see_other(address: &str) -> Response {
    let Ok(location) = HeaderValue::from_str(address) else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let mut response = StatusCode::SEE_OTHER.into_response();
    response.headers_mut().insert(LOCATION, location);
    pages::keep_to_ourselves(&mut response);
    response
}

/// True for a path of this host: what a browser could take for another host's address is none.
fn is_own_path(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && !path.contains(|c: char| c == '\\' || c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_sent_to_paths_of_this_host_only() {
        let cases = [
            ("/oauth2/auth?client_id=1&state=a%2Fb", true),
            ("/", true),
            ("//evil.example.net", false),
            ("/\\evil.example.net", false),
            ("/\t/evil.example.net", false),
            ("https://evil.example.net/", false),
            ("evil", false),
            ("", false),
            ("javascript:alert(1)", false),
        ];
        for (path, expected) in cases {
            assert_eq!(is_own_path(path), expected, "{path}");
        }
    }
}
