//! How this dialect says no: one JSON shape, with the status in the body too. Faults of fields have a module of their own.

use crate::faults::Faults;
use axum::Json;
use axum::response::{IntoResponse, Response};
use http::header::{RETRY_AFTER, UPGRADE, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use serde_json::{Map, Value, json};
use trackway_app::Error;
use trackway_app::error::{Need, Thing};
use trackway_domain::key::KeyScope;
use trackway_web::body::BodyError;

/// Why a request was not done.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Fields are at fault.
    Invalid(Faults),
    /// The body is no JSON object, or too much of one.
    Body(BodyError),
    /// A change that names no field.
    NoChange,
    /// No key, or not one of ours.
    Unauthorized,
    /// The key lacks this scope.
    Forbidden(KeyScope),
    /// There is no such thing, to this key.
    NotFound(Thing),
    /// Nothing is served at that path.
    NoRoute,
    /// The path is served, but not by that method.
    NoMethod,
    /// The code is in use.
    Taken(String),
    /// The host name is in use.
    DomainTaken(String),
    /// Nothing proves that a host name is the workspace's; says what was looked for.
    NoProof(String),
    /// It would lead to this host, and must not.
    Blocked(String),
    /// A webhook's address is not one of the open internet.
    OutOfReach(String),
    /// Something needs what was to be deleted.
    InUse(Need),
    /// Nobody has said what a phone asks for.
    NotConfigured(&'static str),
    /// Another site's page asks.
    ForeignOrigin,
    /// The route opens sockets only.
    NoSocket,
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
    fn status(&self) -> StatusCode {
        match self {
            Self::Body(BodyError::TooLarge) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Body(BodyError::MediaType) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Invalid(_) | Self::Body(_) | Self::NoChange | Self::Blocked(_) | Self::OutOfReach(_) => StatusCode::BAD_REQUEST,
            Self::Unauthorized => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) | Self::ForeignOrigin => StatusCode::FORBIDDEN,
            Self::NoSocket => StatusCode::UPGRADE_REQUIRED,
            Self::NotFound(_) | Self::NoRoute | Self::NotConfigured(_) => StatusCode::NOT_FOUND,
            Self::NoMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::Taken(_) | Self::DomainTaken(_) | Self::InUse(_) => StatusCode::CONFLICT,
            Self::NoProof(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error(&self) -> &'static str {
        match self {
            Self::NotConfigured(_) => "Configuration missing",
            other => other.status().canonical_reason().unwrap_or_default(),
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Invalid(faults) => faults.message().to_owned(),
            Self::Body(error) => crate::faults::sentence(error),
            Self::NoChange => "There is no field to change".to_owned(),
            Self::Unauthorized => "Missing or invalid API key".to_owned(),
            Self::Forbidden(scope) => format!("This API key lacks the scope {}", scope.as_str()),
            Self::NotFound(thing) => format!("{thing} not found"),
            Self::NoRoute => "There is no such route".to_owned(),
            Self::NoMethod => "This route does not take that method".to_owned(),
            Self::Taken(code) => format!("Short code '{code}' is already in use"),
            Self::DomainTaken(host) => format!("The host name {host} is already in use"),
            Self::NoProof(what) => what.clone(),
            Self::Blocked(host) => format!("Links may not lead to {host}"),
            Self::OutOfReach(host) => format!("Webhooks may not lead to {host}: it is not on the open internet"),
            Self::ForeignOrigin => "Sockets are for pages of this installation only".to_owned(),
            Self::NoSocket => "This route opens WebSockets only".to_owned(),
            Self::InUse(need) => crate::faults::sentence(need),
            Self::NotConfigured(what) => format!("No workspace has said {what}"),
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

    /// Of a use case that takes host names and no codes.
    pub(crate) fn of_domain(error: Error) -> Self {
        match error {
            Error::Taken(host) => Self::DomainTaken(host),
            error => error.into(),
        }
    }

    /// True where the client could do nothing about it.
    pub(crate) fn is_ours(&self) -> bool {
        self.status().is_server_error()
    }

    /// As one of many, in the report of a bulk request.
    pub(crate) fn at(&self, index: usize) -> Value {
        let mut row = Map::from_iter([("index".to_owned(), json!(index))]);
        row.extend(self.body().into_iter().filter(|(name, _)| name != "statusCode"));
        row.into()
    }

    fn body(&self) -> Map<String, Value> {
        let status = self.status();
        let mut body = Map::new();
        body.insert("error".to_owned(), self.error().into());
        body.insert("message".to_owned(), self.message().into());
        body.insert("statusCode".to_owned(), status.as_u16().into());
        if let Self::Invalid(faults) = self {
            body.insert("validation".to_owned(), faults.listed().into());
        }
        if let Some(seconds) = self.retry_after() {
            body.insert("retryAfter".to_owned(), seconds.into());
        }
        body
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = (self.status(), Json(self.body())).into_response();
        if let Some(seconds) = self.retry_after() {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        if matches!(self, Self::Unauthorized) {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if matches!(self, Self::NoSocket) {
            response.headers_mut().insert(UPGRADE, HeaderValue::from_static("websocket"));
        }
        response
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound(thing) => Self::NotFound(thing),
            Error::Taken(code) => Self::Taken(code),
            Error::Blocked(host) => Self::Blocked(host),
            Error::OutOfReach(host) => Self::OutOfReach(host),
            Error::InUse(need) => Self::InUse(need),
            Error::Unavailable => Self::Unavailable,
            Error::Broken => Self::Broken,
        }
    }
}

impl From<Faults> for Failure {
    fn from(faults: Faults) -> Self {
        Self::Invalid(faults)
    }
}

impl From<BodyError> for Failure {
    fn from(error: BodyError) -> Self {
        Self::Body(error)
    }
}
