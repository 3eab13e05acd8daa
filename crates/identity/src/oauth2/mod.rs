//! The wire of OAuth 2.0 (RFC 6749, 7009, 7636, 8414, 9207) and as much of OpenID Connect as names who signed in.

mod authorize;
mod client;
mod decide;
mod discovery;
mod error;
mod keys;
pub(crate) mod request;
mod revoke;
mod send_back;
mod token;

use crate::Identity;
use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{get, post};
use error::OauthError;
use http::HeaderValue;
use http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, PRAGMA};

pub(crate) fn routes() -> Router<Identity> {
    let endpoints = Router::new()
        .route("/oauth2/token", post(token::token))
        .route("/oauth2/revoke", post(revoke::revoke))
        .method_not_allowed_fallback(async || OauthError::method())
        .layer(from_fn(keep_nothing));
    let documents = Router::new()
        .route("/.well-known/openid-configuration", get(discovery::discovery))
        .route("/.well-known/oauth-authorization-server", get(discovery::discovery))
        .route("/.well-known/jwks.json", get(keys::keys))
        .layer(from_fn(open_to_scripts));
    Router::new().route("/oauth2/auth", get(authorize::authorize).post(decide::decide)).merge(endpoints).merge(documents)
}

/// Tokens are kept by nobody on their way.
async fn keep_nothing(request: Request, next: Next) -> Response {
    let mut response = open_to_scripts(request, next).await;
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(PRAGMA, HeaderValue::from_static("no-cache"));
    response
}

/// Scripts of any page may ask: nothing here looks at cookies.
async fn open_to_scripts(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}
