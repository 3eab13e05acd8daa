//! `GET /.well-known/jwks.json`: the public keys that vouch for our tokens.

use crate::Identity;
use crate::oauth2::error::OauthError;
use axum::Json;
use axum::extract::State;
use axum::response::IntoResponse;
use http::header::CACHE_CONTROL;
use trackway_app::Error;

pub(crate) async fn keys(State(identity): State<Identity>) -> Result<impl IntoResponse, OauthError> {
    let keys = identity.tokens.public_keys(identity.app.clock.now()).await.map_err(Error::from)?;
    // A client that meets a key it does not know looks again at once.
    Ok(([(CACHE_CONTROL, "public, max-age=300")], Json(keys)))
}
