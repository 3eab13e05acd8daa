//! `GET /metrics`: the page, for everybody who reaches a listener of its own, or on the main listener for those who show a token.

use crate::metrics::page::Page;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use http::header::{AUTHORIZATION, CONTENT_TYPE, WWW_AUTHENTICATE};
use http::{HeaderMap, StatusCode};
use sha2::{Digest as _, Sha256};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// Fills a page.
pub type Look = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = Page> + Send>> + Send + Sync>;

/// What has to be shown, as the hash of it: comparing hashes tells nobody how much of a guess was right.
#[derive(Clone)]
struct TokenHash([u8; 32]);

/// The page for everybody.
pub fn open(look: Look) -> Router {
    Router::new().route("/metrics", get(show)).with_state(look)
}

/// The page for those who show this token.
pub fn behind(token: &str, look: Look) -> Router {
    let hash = TokenHash(Sha256::digest(token).into());
    Router::new().route("/metrics", get(show_bearer)).with_state((hash, look))
}

async fn show(State(look): State<Look>) -> Response {
    ([(CONTENT_TYPE, Page::CONTENT_TYPE)], look().await.text()).into_response()
}

async fn show_bearer(State((hash, look)): State<(TokenHash, Look)>, headers: HeaderMap) -> Response {
    if shown(&headers).is_some_and(|token| <[u8; 32]>::from(Sha256::digest(token)) == hash.0) {
        return show(State(look)).await;
    }
    (StatusCode::UNAUTHORIZED, [(WWW_AUTHENTICATE, "Bearer")], "metrics need the token of the setting metrics_token\n").into_response()
}

fn shown(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
