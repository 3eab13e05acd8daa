//! Every way in which a request fails here, and what is said then: always one plain sentence in the envelope.

use crate::answer::Answer;
use axum::response::{IntoResponse, Response};
use http::header::RETRY_AFTER;
use http::{HeaderValue, StatusCode};
use serde_json::Value;
use trackway_app::error::Thing;
use trackway_web::body::BodyError;

/// Why a request was refused.
#[derive(Debug)]
pub(crate) enum Error {
    /// No key, or none that lives.
    Unauthorized,
    /// The key lacks the right.
    Forbidden,
    /// No such account in the key's workspace.
    AccountNotFound,
    /// No such link in the account.
    LinkNotFound,
    /// Nothing is served there.
    NoSuchPath,
    /// Something is served there, but not by this method.
    WrongMethod,
    /// Names the field, and what is wrong with it.
    Invalid(String),
    /// The body is larger than is read.
    TooLarge,
    /// The body is not JSON by its own account.
    MediaType,
    /// The key has asked too often.
    RateLimited,
    /// The same request may succeed later.
    Unavailable,
    /// It will not.
    Broken,
}

/// Seconds after which to come back when the store is away.
const COME_BACK: HeaderValue = HeaderValue::from_static("5");

impl Error {
    fn status(&self) -> StatusCode {
        match self {
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::AccountNotFound | Self::LinkNotFound | Self::NoSuchPath => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::Invalid(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::AccountNotFound => "Account not found".to_owned(),
            Self::LinkNotFound => "Tracking link not found".to_owned(),
            Self::Invalid(what) => format!("Invalid request parameters: {what}"),
            Self::RateLimited => "Rate limit exceeded. Please wait before making more requests.".to_owned(),
            other => other.status().canonical_reason().unwrap_or_default().to_owned(),
        }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = Answer::plain(self.status(), self.message(), Value::Null).into_response();
        if matches!(self, Self::Unavailable) {
            response.headers_mut().insert(RETRY_AFTER, COME_BACK);
        }
        response
    }
}

impl From<trackway_app::Error> for Error {
    fn from(error: trackway_app::Error) -> Self {
        match error {
            trackway_app::Error::NotFound(Thing::Account) => Self::AccountNotFound,
            trackway_app::Error::NotFound(Thing::Link) => Self::LinkNotFound,
            error @ trackway_app::Error::Blocked(_) => Self::Invalid(error.to_string()),
            // Nothing here names the others, so a use case that stumbles over one has failed by itself.
            trackway_app::Error::NotFound(
                Thing::Template
                | Thing::Key
                | Thing::Workspace
                | Thing::User
                | Thing::Client
                | Thing::Consent
                | Thing::Conversion
                | Thing::Person
                | Thing::Project
                | Thing::Webhook
                | Thing::Delivery
                | Thing::Install
                | Thing::Share
                | Thing::Domain,
            )
            | trackway_app::Error::Taken(_)
            | trackway_app::Error::InUse(_)
            | trackway_app::Error::OutOfReach(_) => Self::Broken,
            trackway_app::Error::Unavailable => Self::Unavailable,
            trackway_app::Error::Broken => Self::Broken,
        }
    }
}

impl From<BodyError> for Error {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::TooLarge => Self::TooLarge,
            BodyError::MediaType => Self::MediaType,
            // These sentences begin with "the body", which stands in the place of the field here.
            BodyError::Empty | BodyError::Syntax(_) | BodyError::NotAnObject | BodyError::Incomplete => {
                Self::Invalid(error.to_string().trim_start_matches("the ").to_owned())
            }
        }
    }
}
