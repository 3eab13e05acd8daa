//! The door for apps: whoever shows a key must show a good one, and it says which workspace is meant. Without one there must be no doubt.

use crate::LinkForty;
use crate::door::secret;
use crate::failure::Failure;
use axum::extract::{FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE,
    ACCESS_CONTROL_REQUEST_METHOD,
};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use std::net::{IpAddr, Ipv4Addr};
use trackway_app::{Actor, keys};
use trackway_domain::key::KeyScope;
use trackway_store::links::Within;
use trackway_web::client::ClientAddress;

/// Who asks: the workspace, and whoever has shown a key.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub(crate) within: Within,
    pub(crate) actor: Option<Actor>,
    pub(crate) address: IpAddr,
}

impl Caller {
    /// Whoever has shown a key.
    pub(crate) fn keyed(self) -> Result<Actor, Failure> {
        self.actor.ok_or(Failure::Unauthorized)
    }

    /// True where a key was shown that allows this.
    pub(crate) fn may(&self, scope: KeyScope) -> bool {
        self.actor.as_ref().is_some_and(|actor| actor.may(scope))
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Failure;
    /// The door has put him there.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        parts.extensions.get::<Self>().cloned().ok_or(Failure::Unauthorized)
    }
}

/// Lets a request in with its [`Caller`], or refuses it. An address has a bucket, whatever it shows.
pub(crate) async fn admit(State(state): State<LinkForty>, mut request: Request, next: Next) -> Response {
    let address = request.extensions().get::<ClientAddress>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |client| client.0);
    let verdict = state.sdk.limiter.admit(&format!("sdk:address:{address}"), state.app.clock.now());
    if !verdict.is_allowed {
        return Failure::TooMany { retry_after: verdict.retry_after }.into_response();
    }
    match caller(&state, request.headers(), address).await {
        Ok(caller) => {
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
        Err(failure) => failure.into_response(),
    }
}

async fn caller(state: &LinkForty, headers: &HeaderMap, address: IpAddr) -> Result<Caller, Failure> {
    if let Some(secret) = secret(headers) {
        let actor = keys::authenticate::authenticate(&state.app, secret).await?.ok_or(Failure::Unauthorized)?;
        return Ok(Caller { within: actor.within(), actor: Some(actor), address });
    }
    match &trackway_app::workspaces::find::all(&state.app).await?[..] {
        [only] => Ok(Caller { within: Within { workspace: only.id, account: None }, actor: None, address }),
        _ => Err(Failure::Unauthorized),
    }
}

/// Apps that are web pages come from any origin. Browsers ask beforehand, which is answered here.
pub(crate) async fn allow_origins(request: Request, next: Next) -> Response {
    let asks = request.method() == Method::OPTIONS && request.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = if asks { StatusCode::NO_CONTENT.into_response() } else { next.run(request).await };
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    if asks {
        headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST"));
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("authorization, content-type, x-api-key"));
        headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    }
    response
}
