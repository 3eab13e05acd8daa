//! The pages people look at. For now one plain page that says what runs here; browsers that open the root are sent to it.

use axum::Router;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};

const PAGE: &str = include_str!("page.html");

/// `/` and `/dashboard`.
pub fn router() -> Router {
    Router::new().route("/", get(|| async { Redirect::to("/dashboard") })).route("/dashboard", get(page))
}

async fn page() -> Response {
    let mut response = Html(PAGE).into_response();
    let policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
