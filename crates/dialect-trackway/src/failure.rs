//! How this dialect says no: one JSON shape, with the status in the body too.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::RETRY_AFTER;
use serde_json::{Map, Value};
use trackway_app::Error;
use trackway_app::error::Thing;
use trackway_domain::key::KeyScope;
use trackway_store::conversions::Refusal;
use trackway_web::body::BodyError;

/// What is wrong, by the path of the field.
pub(crate) type Faults = Vec<(String, String)>;

/// Why a request was not done.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Fields are at fault.
    Invalid(Faults),
    /// The body cannot be read.
    Body(BodyError),
    /// No key, or not one of ours.
    Unauthorized,
    /// What was sent is not signed as it must be; says why.
    Unsigned(String),
    /// The key lacks this scope.
    Forbidden(KeyScope),
    /// There is no such thing, to this key.
    NotFound(Thing),
    /// The path is served, but not by that method.
    NoMethod,
    /// The idempotency key was used for something else.
    Conflict,
    /// A name or address is in use.
    Taken(String),
    /// It would lead to this host, and must not.
    Blocked(String),
    /// His role does not let him; says why.
    NotYours(&'static str),
    /// It cannot be recorded.
    Refused(Refusal),
    /// The bucket is empty.
    TooMany {
        /// Seconds until the next request is allowed.
        retry_after: i64,
    },
    /// The store is away.
    Unavailable,
    /// The store is broken.
    Broken,
}

/// Seconds after which a client may ask a store again that was away.
const STORE_RETRY: i64 = 5;

impl Failure {
    /// A fault of one field.
    pub(crate) fn field(name: &str, fault: impl std::fmt::Display) -> Self {
        Self::Invalid(vec![(name.to_owned(), fault.to_string())])
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Body(BodyError::TooLarge) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Body(BodyError::MediaType) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Invalid(_) | Self::Body(_) | Self::Refused(_) | Self::Blocked(_) => StatusCode::BAD_REQUEST,
            Self::Unauthorized | Self::Unsigned(_) => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) | Self::NotYours(_) => StatusCode::FORBIDDEN,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::NoMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::Conflict | Self::Taken(_) => StatusCode::CONFLICT,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What it says to people.
    pub(crate) fn message(&self) -> String {
        match self {
            Self::Invalid(_) => "Validation failed".to_owned(),
            Self::Body(error) => sentence(error),
            Self::Unauthorized => "Missing or invalid API key".to_owned(),
            Self::Unsigned(why) => sentence(why),
            Self::Forbidden(scope) => format!("This API key lacks the scope {}", scope.as_str()),
            Self::NotFound(thing) => format!("{thing} not found"),
            Self::NoMethod => "This route does not take that method".to_owned(),
            Self::Conflict => "This idempotency key was used for another conversion".to_owned(),
            Self::Taken(name) => format!("'{name}' is already in use"),
            Self::Blocked(host) => format!("Links may not lead to {host}"),
            Self::NotYours(why) => (*why).to_owned(),
            Self::Refused(refusal) => sentence(refusal),
            Self::TooMany { .. } => "Too many requests; try again later".to_owned(),
            Self::Unavailable => "Temporarily unavailable; try again later".to_owned(),
            Self::Broken => "Something went wrong on our side".to_owned(),
        }
    }

    fn retry_after(&self) -> Option<i64> {
        match self {
            Self::TooMany { retry_after } => Some(*retry_after),
            Self::Unavailable => Some(STORE_RETRY),
            _ => None,
        }
    }

    /// The body of the answer, or the item of a batch.
    pub(crate) fn body(&self) -> Map<String, Value> {
        let status = self.status();
        let mut body = Map::new();
        body.insert("error".to_owned(), status.canonical_reason().into());
        body.insert("message".to_owned(), self.message().into());
        body.insert("statusCode".to_owned(), status.as_u16().into());
        if let Self::Invalid(faults) = self {
            let listed = faults.iter().map(|(field, fault)| (field.clone(), Value::from(sentence(fault))));
            body.insert("validation".to_owned(), listed.collect::<Map<_, _>>().into());
        }
        if let Some(seconds) = self.retry_after() {
            body.insert("retryAfter".to_owned(), seconds.into());
        }
        body
    }
}

/// An error's words as this dialect writes them: with a capital.
fn sentence(error: impl std::fmt::Display) -> String {
    let text = error.to_string();
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = (self.status(), Json(self.body())).into_response();
        if let Some(seconds) = self.retry_after() {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        response
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound(thing) => Self::NotFound(thing),
            Error::Taken(name) => Self::Taken(name),
            Error::Blocked(host) => Self::Blocked(host),
            // Nothing here deletes what is needed.
            Error::InUse(_) | Error::OutOfReach(_) | Error::Broken => Self::Broken,
            Error::Unavailable => Self::Unavailable,
        }
    }
}

impl From<BodyError> for Failure {
    fn from(error: BodyError) -> Self {
        Self::Body(error)
    }
}
