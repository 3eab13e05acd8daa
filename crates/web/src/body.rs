//! Reading a JSON object from a request, within bounds. How a fault is told to the client is the dialect's.

use axum::body::Body;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Request};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper::body::Body as _;
use serde_json::{Map, Value};
use std::time::Duration;

/// Largest body, in bytes.
pub const MAX: usize = 1024 * 1024;

/// How long a body may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A JSON object as it was sent.
pub type Object = Map<String, Value>;

/// Why there is no object.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// More than [`MAX`] bytes.
    #[error("the body is larger than 1 MiB")]
    TooLarge,
    /// A media type that is not JSON.
    #[error("the body must be application/json")]
    MediaType,
    /// Nothing at all.
    #[error("the body is empty")]
    Empty,
    /// Not JSON; says what is wrong and where.
    #[error("the body is not valid JSON: {0}")]
    Syntax(String),
    /// JSON, but no object.
    #[error("the body must be a JSON object")]
    NotAnObject,
    /// The client stopped sending, or sends too slowly.
    #[error("the body is incomplete")]
    Incomplete,
}

/// Reads a request's body as a JSON object.
///
/// # Errors
/// See [`BodyError`]; the media type is looked at before the body is read.
pub async fn read_object(request: Request<Body>) -> Result<Object, BodyError> {
    let (head, body) = request.into_parts();
    if !is_json(&head.headers) {
        return Err(BodyError::MediaType);
    }
    parse_object(&read_bytes(body).await?)
}

/// Reads a whole body of at most [`MAX`] bytes.
///
/// # Errors
/// [`BodyError::TooLarge`] or [`BodyError::Incomplete`].
pub async fn read_bytes(body: Body) -> Result<bytes::Bytes, BodyError> {
    if body.size_hint().lower() > MAX as u64 {
        return Err(BodyError::TooLarge);
    }
    let collected = tokio::time::timeout(PATIENCE, Limited::new(body, MAX).collect()).await;
    collected
        .map_err(|_| BodyError::Incomplete)?
        .map(http_body_util::Collected::to_bytes)
        .map_err(|error| if error.downcast_ref::<LengthLimitError>().is_some() { BodyError::TooLarge } else { BodyError::Incomplete })
}

/// True for JSON's media types, and where none is said.
#[must_use]
pub fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(CONTENT_TYPE) else { return true };
    let essence = value.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

fn parse_object(bytes: &[u8]) -> Result<Object, BodyError> {
    if bytes.trim_ascii().is_empty() {
        return Err(BodyError::Empty);
    }
    match serde_json::from_slice(bytes) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) => Err(BodyError::NotAnObject),
        Err(error) => Err(BodyError::Syntax(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "current_thread")]
    async fn bodies() {
        let large = format!("{{\"a\":\"{}\"}}", "x".repeat(MAX));
        let deep = "[".repeat(100_000);
        let syntax = |text: &str| Err(BodyError::Syntax(text.to_owned()));
        let cases: [(&str, &str, Result<usize, BodyError>); 10] = [
            ("application/json", r#"{"a":1}"#, Ok(1)),
            ("application/json; charset=utf-8", "{}", Ok(0)),
            ("application/merge-patch+json", "{}", Ok(0)),
            ("text/plain", "{}", Err(BodyError::MediaType)),
            ("application/x-www-form-urlencoded", "{}", Err(BodyError::MediaType)),
            ("application/json", " \n", Err(BodyError::Empty)),
            ("application/json", "[]", Err(BodyError::NotAnObject)),
            ("application/json", "{\"a\":", syntax("EOF while parsing a value at line 1 column 5")),
            ("application/json", &large, Err(BodyError::TooLarge)),
            ("application/json", &deep, syntax("recursion limit exceeded at line 1 column 128")),
        ];
        for (media_type, body, expected) in cases {
            let request = Request::builder().header(CONTENT_TYPE, media_type).body(Body::from(body.to_owned())).expect("a request");
            assert_eq!(read_object(request).await.map(|object| object.len()), expected, "{media_type} {body:.40}");
        }
    }
}
