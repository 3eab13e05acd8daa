//! The envelope around everything: `statusCode`, `message`, `data`, `timestamp`. The HTTP status and the one inside are always equal.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use jiff::Timestamp;
use serde_json::{Value, json};

/// What an envelope is made of, but for the time at which it is sealed.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    status: StatusCode,
    message: String,
    data: Value,
}

impl Answer {
    /// Data as it is: for what belongs to no account, and for errors.
    pub(crate) fn plain(status: StatusCode, message: impl Into<String>, data: Value) -> Self {
        Self { status, message: message.into(), data }
    }

    /// What belongs to an account nests once more, under a status code of its own that is 200 whatever the outer one.
    pub(crate) fn nested(status: StatusCode, message: &str, data: Value) -> Self {
        Self::plain(status, message, json!({"status_code": 200, "data": data}))
    }

    /// A nested answer with a response inside.
    pub(crate) fn response(status: StatusCode, message: &str, response: Value) -> Self {
        Self::nested(status, message, json!({"success": true, "response": response}))
    }
}

impl IntoResponse for Answer {
    /// Without a body: only [`seal`] knows the time.
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Writes the envelope of an answer that was given `at` this time.
pub(crate) fn seal(response: Response, at: Timestamp) -> Response {
    let (mut head, body) = response.into_parts();
    let Some(Answer { status, message, data }) = head.extensions.remove() else { return Response::from_parts(head, body) };
    let envelope = json!({"statusCode": status.as_u16(), "message": message, "data": data, "timestamp": format!("{at:.3}")});
    head.headers.remove(CONTENT_LENGTH);
    head.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Response::from_parts(head, Body::from(envelope.to_string()))
}
