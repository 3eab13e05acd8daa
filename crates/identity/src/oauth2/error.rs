//! Errors of the endpoints that programs talk to, in the words of RFC 6749 §5.2.

use crate::form::Repeated;
use axum::Json;
use axum::response::{IntoResponse, Response};
use http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use serde_json::json;
use trackway_app::Error;
use trackway_app::oauth::Refusal;
use trackway_web::body::BodyError;

/// Why there is no token.
#[derive(Debug)]
pub(crate) struct OauthError {
    status: StatusCode,
    code: &'static str,
    description: String,
}

impl OauthError {
    fn new(code: &'static str, description: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, code, description: description.into() }
    }

    /// Something is missing, or there twice, or contradicts something else.
    pub(crate) fn request(description: impl Into<String>) -> Self {
        Self::new("invalid_request", description)
    }

    /// Nobody whom we know, or somebody who shows it the wrong way.
    pub(crate) fn client(description: impl Into<String>) -> Self {
        Self { status: StatusCode::UNAUTHORIZED, ..Self::new("invalid_client", description) }
    }

    pub(crate) fn scope(description: impl Into<String>) -> Self {
        Self::new("invalid_scope", description)
    }

    pub(crate) fn grant_type(description: impl Into<String>) -> Self {
        Self::new("unsupported_grant_type", description)
    }

    pub(crate) fn method() -> Self {
        Self { status: StatusCode::METHOD_NOT_ALLOWED, ..Self::request("this endpoint takes POST") }
    }
}

/// A description in the characters that the protocol allows there: what somebody sent may have others.
pub(crate) fn permitted(description: &str) -> String {
    let is_permitted = |c: char| matches!(c, ' '..='~') && !matches!(c, '"' | '\\');
    description.chars().map(|c| if is_permitted(c) { c } else { '?' }).collect()
}

impl IntoResponse for OauthError {
    fn into_response(self) -> Response {
        let body = json!({"error": self.code, "error_description": permitted(&self.description)});
        let mut response = (self.status, Json(body)).into_response();
        match self.status {
            StatusCode::UNAUTHORIZED => {
                response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"oauth2\""));
            }
            StatusCode::SERVICE_UNAVAILABLE => {
                response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("5"));
            }
            _ => {}
        }
        response
    }
}

impl From<Error> for OauthError {
    fn from(error: Error) -> Self {
        match error {
            Error::Unavailable => {
                let status = StatusCode::SERVICE_UNAVAILABLE;
                Self { status, ..Self::new("temporarily_unavailable", "the same request may succeed in a moment") }
            }
            // Clients, codes and tokens that are not there have words of their own; a use case that misses anything else has failed.
            Error::Broken | Error::NotFound(_) | Error::Taken(_) | Error::Blocked(_) | Error::InUse(_) | Error::OutOfReach(_) => {
                Self { status: StatusCode::INTERNAL_SERVER_ERROR, ..Self::new("server_error", "something went wrong on our side") }
            }
        }
    }
}

impl From<Refusal> for OauthError {
    fn from(refusal: Refusal) -> Self {
        let words = refusal.to_string();
        match refusal {
            Refusal::Grant => Self::new("invalid_grant", words),
            Refusal::Scope => Self::scope(words),
            Refusal::Client => Self::new("unauthorized_client", words),
            Refusal::Account => Self::request(words),
            Refusal::App(error) => error.into(),
        }
    }
}

impl From<Repeated> for OauthError {
    fn from(Repeated(name): Repeated) -> Self {
        Self::request(format!("'{name}' is given twice"))
    }
}

impl From<BodyError> for OauthError {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::TooLarge => Self { status: StatusCode::PAYLOAD_TOO_LARGE, ..Self::request(error.to_string()) },
            BodyError::MediaType => Self::request("the body must be application/x-www-form-urlencoded"),
            BodyError::Empty | BodyError::Syntax(_) | BodyError::NotAnObject | BodyError::Incomplete => Self::request(error.to_string()),
        }
    }
}
