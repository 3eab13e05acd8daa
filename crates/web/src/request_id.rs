//! A name for every request, in its answer and in the log.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderName, HeaderValue};
use std::sync::Arc;
use tracing::Instrument as _;
use uuid::Uuid;

/// Makes the ids.
#[derive(Clone)]
pub struct RequestIds(pub Arc<dyn Fn() -> Uuid + Send + Sync>);

/// The header.
pub const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the answer the request's id: the one that a proxy in front has chosen, where it looks like one, else a new one.
pub async fn name_request(State(ids): State<RequestIds>, request: Request, next: Next) -> Response {
    let id = given(&request).unwrap_or_else(|| (ids.0)().to_string());
    let span = tracing::info_span!("request", %id, method = %request.method(), path = shown(request.uri().path()));
    let mut response = next.run(request).instrument(span).await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(X_REQUEST_ID, value);
    }
    response
}

/// As much of a path as may be logged: some addresses carry a secret, and what is behind these segments stays unsaid.
fn shown(path: &str) -> &str {
    let segments = match path.split('/').nth(1) {
        Some(first) if first.eq_ignore_ascii_case("postback") || first.eq_ignore_ascii_case("share") => 1,
        Some(first) if first.eq_ignore_ascii_case("inbound") => 3,
        _ => return path,
    };
    path.match_indices('/').nth(segments).map_or(path, |(end, _)| &path[..end])
}

fn given(request: &Request) -> Option<String> {
    let text = request.headers().get(X_REQUEST_ID)?.to_str().ok()?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    ((8..=64).contains(&text.len()) && text.bytes().all(plain)).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_in_addresses_are_not_logged() {
        for (path, expected) in [
            ("/", "/"),
            ("/api/links/7", "/api/links/7"),
            ("/postback/tw_live_secret", "/postback"),
            ("/Postback/tw_live_secret/more", "/Postback"),
            ("/postback", "/postback"),
            ("/share/tw_share_secret", "/share"),
            ("/inbound/fansly/account/secret", "/inbound/fansly/account"),
            ("/inbound/fanvue/account", "/inbound/fanvue/account"),
        ] {
            assert_eq!(shown(path), expected);
        }
    }
}
