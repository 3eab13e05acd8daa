//! `GET /.well-known/openid-configuration`: all that a client must know of this server, in one document (RFC 8414).

use crate::Identity;
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};
use trackway_domain::oauth::scope::Scope;

pub(crate) async fn discovery(State(identity): State<Identity>) -> Json<Value> {
    let issuer = identity.app.public_url.as_str();
    let at = |path: &str| format!("{issuer}{path}");
    let client_authentication = ["client_secret_basic", "none"];
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": at("/oauth2/auth"),
        "token_endpoint": at("/oauth2/token"),
        "revocation_endpoint": at("/oauth2/revoke"),
        "jwks_uri": at("/.well-known/jwks.json"),
        "scopes_supported": Scope::ALL.map(Scope::as_str),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        "token_endpoint_auth_methods_supported": client_authentication,
        "revocation_endpoint_auth_methods_supported": client_authentication,
        "code_challenge_methods_supported": ["S256"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "claims_supported": ["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce"],
        "prompt_values_supported": ["none", "login", "consent"],
        "authorization_response_iss_parameter_supported": true,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
    }))
}
