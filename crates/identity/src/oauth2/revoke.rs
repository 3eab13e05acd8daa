//! `POST /oauth2/revoke`: a client gives a token back (RFC 7009). The answer is the same for one that was good and one that never was.

use crate::Identity;
use crate::form::Form;
use crate::oauth2::client;
use crate::oauth2::error::OauthError;
use axum::extract::{Request, State};
use http::StatusCode;

pub(crate) async fn revoke(State(identity): State<Identity>, request: Request) -> Result<StatusCode, OauthError> {
    let headers = request.headers().clone();
    let form = Form::read(request).await?.once()?;
    let client = client::authenticate(&identity, &headers, &form).await?;
    let token = form.get("token").ok_or_else(|| OauthError::request("'token' is missing"))?;
    trackway_app::oauth::revoke::revoke(&identity.app, &*identity.tokens, &client, token).await?;
    Ok(StatusCode::OK)
}
