//! The door: whoever has no key or has asked too often does not come in. What a key allows is looked at behind it, by
//! [`crate::request`]. Whoever has signed in needs no key: he may what his role says.

use crate::LinkForty;
use crate::failure::Failure;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderName, HeaderValue};
use trackway_app::sessions::act::{ShownSession, act};
use trackway_app::{Actor, keys};
use trackway_web::client::ClientAddress;
use trackway_web::rate_limit::Verdict;

/// Lets a request in with its [`Actor`], or refuses it; the answer says in any case what is left in the bucket.
pub(crate) async fn admit(State(state): State<LinkForty>, request: Request, next: Next) -> Response {
    let who = authenticate(&state, request.headers(), request.extensions().get().cloned()).await;
    if who.as_ref().is_ok_and(is_signed_in) {
        return pass(who, request, next).await;
    }
    let verdict = state.limiter.admit(&bucket(&who, &request), state.app.clock.now());
    let mut response = match who {
        _ if !verdict.is_allowed => Failure::TooMany { retry_after: verdict.retry_after }.into_response(),
        who => pass(who, request, next).await,
    };
    response.headers_mut().extend(headers(&verdict));
    response
}

/// The same for routes that nobody counts.
pub(crate) async fn identify(State(state): State<LinkForty>, request: Request, next: Next) -> Response {
    let who = authenticate(&state, request.headers(), request.extensions().get().cloned()).await;
    pass(who, request, next).await
}

/// A person clicks, a program calls: only the latter is counted, so that a page that asks for much is not cut short.
fn is_signed_in(actor: &Actor) -> bool {
    actor.key.is_none()
}

async fn pass(who: Result<Actor, Failure>, mut request: Request, next: Next) -> Response {
    match who {
        Ok(actor) => {
            request.extensions_mut().insert(actor);
            next.run(request).await
        }
        Err(failure) => failure.into_response(),
    }
}

async fn authenticate(state: &LinkForty, headers: &HeaderMap, session: Option<ShownSession>) -> Result<Actor, Failure> {
    let actor = match (secret(headers), session) {
        (Some(secret), _) => keys::authenticate::authenticate(&state.app, secret).await?,
        (None, Some(session)) => act(&state.app, &session).await?,
        (None, None) => None,
    };
    actor.ok_or(Failure::Unauthorized)
}

/// The bearer token, else `x-api-key`: an `Authorization` of another scheme may be meant for a proxy.
pub(crate) fn secret(headers: &HeaderMap) -> Option<&str> {
    bearer(headers).or_else(|| headers.get("x-api-key")?.to_str().ok())
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// A bucket for each key; whoever has none shares that of his address. The limiter may serve other dialects too, hence the prefix.
fn bucket(who: &Result<Actor, Failure>, request: &Request) -> String {
    match who.as_ref().ok().and_then(|actor| actor.key) {
        Some(key) => format!("linkforty:key:{key}"),
        None => match request.extensions().get::<ClientAddress>() {
            Some(ClientAddress(address)) => format!("linkforty:address:{address}"),
            None => "linkforty:address:unknown".to_owned(),
        },
    }
}

fn headers(verdict: &Verdict) -> [(HeaderName, HeaderValue); 3] {
    [
        (HeaderName::from_static("x-ratelimit-limit"), verdict.limit.into()),
        (HeaderName::from_static("x-ratelimit-remaining"), verdict.remaining.into()),
        (HeaderName::from_static("x-ratelimit-reset"), verdict.reset.into()),
    ]
}
