//! `POST /oauth2/token`: what a client has becomes an access token.

use crate::access_token::{AccessClaims, IdClaims};
use crate::form::Form;
use crate::oauth2::client;
use crate::oauth2::error::OauthError;
use crate::{Identity, TokenIssuer};
use axum::Json;
use axum::extract::{Request, State};
use serde::Serialize;
use trackway_app::oauth::client_credentials::client_credentials;
use trackway_app::oauth::exchange_code::exchange_code;
use trackway_app::oauth::refresh::refresh;
use trackway_app::oauth::{Allowance, Refusal};
use trackway_app::{Error, ids};
use trackway_domain::oauth::client::OauthClient;
use trackway_domain::oauth::scope::{Scope, ScopeSet};
use trackway_domain::secret::Secret;

/// What a client gets.
#[derive(Serialize)]
pub(crate) struct Tokens {
    access_token: String,
    token_type: &'static str,
    expires_in: i64,
    scope: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<String>,
}

pub(crate) async fn token(State(identity): State<Identity>, request: Request) -> Result<Json<Tokens>, OauthError> {
    let headers = request.headers().clone();
    let form = Form::read(request).await?.once()?;
    let client = client::authenticate(&identity, &headers, &form).await?;
    let allowance = allowance(&identity, &client, &form).await?;
    Ok(Json(issue(&identity, allowance).await?))
}

async fn allowance(identity: &Identity, client: &OauthClient, form: &Form) -> Result<Allowance, OauthError> {
    let app = &identity.app;
    let needed = |name: &str| form.get(name).ok_or_else(|| OauthError::request(format!("'{name}' is missing")));
    let asked = form.get("scope").map(ScopeSet::parse).transpose();
    let asked = asked.map_err(|name| OauthError::scope(format!("there is no scope '{name}'")))?;
    let allowance = match needed("grant_type")? {
        "authorization_code" => exchange_code(app, client, needed("code")?, needed("redirect_uri")?, needed("code_verifier")?).await?,
        "refresh_token" => refresh(app, client, needed("refresh_token")?, asked.as_ref()).await?,
        "client_credentials" if client.secret.is_none() => return Err(Refusal::Client.into()),
        "client_credentials" => client_credentials(app, client, asked.as_ref(), form.get("account")).await?,
        other => return Err(OauthError::grant_type(format!("there is no grant type '{other}'"))),
    };
    Ok(allowance)
}

async fn issue(identity: &Identity, allowance: Allowance) -> Result<Tokens, Error> {
    let (app, now) = (&identity.app, identity.app.clock.now());
    let Allowance { account, client, scopes, consent, refresh_token, signed_in_at, nonce } = allowance;
    let (client, scope) = (client.to_string(), scopes.to_string());
    let claims = AccessClaims { account, client: client.clone(), scope: scope.clone(), consent };
    let access_token = identity.tokens.issue(claims, now, ids::uuid(&*app.clock, &*app.random)).await?;
    let id_token = match signed_in_at.filter(|_| scopes.contains(Scope::Openid)) {
        Some(signed_in_at) => Some(identity.tokens.issue_id_token(IdClaims { account, client, signed_in_at, nonce }, now).await?),
        None => None,
    };
    Ok(Tokens {
        access_token,
        token_type: "bearer",
        expires_in: TokenIssuer::LIFETIME.as_secs(),
        scope,
        refresh_token: refresh_token.as_ref().map(Secret::reveal).map(str::to_owned),
        id_token,
    })
}
