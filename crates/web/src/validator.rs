//! Documents that clients ask for again and again: each carries a validator, and who has it already is told so.

use axum::body::Body;
use axum::response::{IntoResponse as _, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use http::{HeaderMap, HeaderValue, StatusCode};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// How long a copy may be used without asking.
const KEPT: HeaderValue = HeaderValue::from_static("public, max-age=300");

/// The document, or 304 where `headers` say that the client has it.
pub fn document(headers: &HeaderMap, media_type: &'static str, text: String) -> Response {
    let tag = tag(&text);
    let mut response = if has(headers, &tag) { StatusCode::NOT_MODIFIED.into_response() } else { Body::from(text).into_response() };
    let written = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        written.insert(ETAG, tag);
    }
    written.insert(CACHE_CONTROL, KEPT);
    written.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}

/// Half of the document's hash is more than enough to tell it from its earlier forms.
fn tag(text: &str) -> String {
    let mut tag = "\"".to_owned();
    for byte in &Sha256::digest(text.as_bytes())[..16] {
        // Writing to a string cannot fail.
        let _ = write!(tag, "{byte:02x}");
    }
    tag + "\""
}

/// Weak and strong validators are as good here: both mean this text.
fn has(headers: &HeaderMap, tag: &str) -> bool {
    let lists = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut known = lists.flat_map(|list| list.split(','));
    known.any(|known| known.trim() == "*" || known.trim().trim_start_matches("W/") == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_it_is_told_so() {
        let tag = tag("{}");
        let cases = [
            (None, StatusCode::OK),
            (Some(tag.clone()), StatusCode::NOT_MODIFIED),
            (Some(format!("\"other\", W/{tag}")), StatusCode::NOT_MODIFIED),
            (Some("*".to_owned()), StatusCode::NOT_MODIFIED),
            (Some("\"other\"".to_owned()), StatusCode::OK),
            (Some(tag.trim_matches('"').to_owned()), StatusCode::OK),
        ];
        for (known, expected) in cases {
            let mut headers = HeaderMap::new();
            if let Some(known) = &known {
                headers.insert(IF_NONE_MATCH, HeaderValue::from_str(known).expect("a header"));
            }
            let response = document(&headers, "application/json", "{}".to_owned());
            assert_eq!(response.status(), expected, "{known:?}");
            assert_eq!(response.headers()[ETAG], tag.as_str());
        }
    }
}
