//! Every way in which a request fails here, and its body: there is no envelope, each kind of error has its own keys.

use crate::scope::Scope;
use crate::version::CURRENT;
use axum::Json;
use axum::response::{IntoResponse, Response};
use http::header::RETRY_AFTER;
use http::{HeaderValue, StatusCode};
use serde_json::{Value, json};
use trackway_app::error::Thing;
use trackway_web::body::BodyError;

/// Why a request was refused.
#[derive(Clone, Debug)]
pub(crate) enum Error {
    /// A version that never was, or none.
    UnknownVersion(String),
    /// A version that was.
    RetiredVersion { version: &'static str, since: &'static str },
    /// Nobody who is known.
    Unauthorized,
    /// The first scope that was not granted.
    MissingScope(Scope),
    /// Too often.
    RateLimited,
    /// It cannot be told what the request is about; says why.
    Unclear(&'static str),
    /// The part of the path that is no uuid.
    BadUuid(&'static str),
    /// All that is wrong, each with its field.
    Invalid(Vec<String>),
    /// The body cannot be read.
    Body(BodyError),
    /// What is not there.
    NotFound(&'static str),
    /// Something is served there, but not by this method.
    WrongMethod,
    /// The same request may succeed later.
    Unavailable,
    /// It will not.
    Broken,
}

/// Seconds after which to come back when the store is away.
const COME_BACK: HeaderValue = HeaderValue::from_static("5");

impl Error {
    /// Where a query names a parameter twice: the one way in which it cannot be read.
    pub(crate) fn repeated() -> Self {
        Self::Invalid(vec!["query: a parameter may be given once".to_owned()])
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::UnknownVersion(_) | Self::Unclear(_) | Self::BadUuid(_) | Self::Invalid(_) => StatusCode::BAD_REQUEST,
            Self::RetiredVersion { .. } => StatusCode::GONE,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::MissingScope(_) => StatusCode::FORBIDDEN,
            Self::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            Self::Body(BodyError::TooLarge) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Body(BodyError::MediaType) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Body(BodyError::Empty | BodyError::Syntax(_) | BodyError::NotAnObject | BodyError::Incomplete) => StatusCode::BAD_REQUEST,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn body(&self) -> Value {
        match self {
            Self::UnknownVersion(version) => {
                json!({"error": "Unsupported API version", "message": format!("API version '{version}' is not supported")})
            }
            Self::RetiredVersion { version, since } => json!({
                "error": "API version no longer supported",
                "message": format!("API version '{version}' was sunset on {since}"),
                "nextVersion": CURRENT,
            }),
            Self::Unauthorized => json!({"error": "Unauthorized"}),
            Self::MissingScope(scope) => json!({"error": format!("Forbidden: missing scope {}", scope.as_str())}),
            Self::RateLimited => json!({"error": "Rate limit exceeded"}),
            Self::Invalid(errors) => json!({"errors": errors}),
            Self::BadUuid(part) => json!({"message": format!("{part} must be a UUID")}),
            Self::Body(error) => json!({"message": error.to_string()}),
            Self::Unclear(message) | Self::NotFound(message) => json!({"message": message}),
            Self::WrongMethod => json!({"message": "Method not allowed"}),
            Self::Unavailable => json!({"message": "Temporarily unavailable"}),
            Self::Broken => json!({"message": "Internal server error"}),
        }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = (self.status(), Json(self.body())).into_response();
        if matches!(self, Self::Unavailable) {
            response.headers_mut().insert(RETRY_AFTER, COME_BACK);
        }
        response
    }
}

impl From<trackway_app::Error> for Error {
    fn from(error: trackway_app::Error) -> Self {
        match error {
            trackway_app::Error::NotFound(Thing::Account) => Self::NotFound("Creator not found"),
            trackway_app::Error::NotFound(Thing::Link) => Self::NotFound("Tracking link not found"),
            trackway_app::Error::NotFound(Thing::Person) => Self::NotFound("User not found"),
            error @ trackway_app::Error::Blocked(_) => Self::Invalid(vec![error.to_string()]),
            // Nothing here names the others, so a use case that stumbles over one has failed by itself.
            trackway_app::Error::NotFound(
                Thing::Template
                | Thing::Key
                | Thing::Workspace
                | Thing::User
                | Thing::Client
                | Thing::Consent
                | Thing::Conversion
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
        Self::Body(error)
    }
}
