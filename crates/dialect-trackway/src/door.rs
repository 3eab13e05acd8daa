//! The door: whoever has no key or has asked too often does not come in. What a key allows is asked by the handlers. Whoever has signed in
//! needs no key: he may what his role says.

use crate::Trackway;
use crate::failure::Failure;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::header::AUTHORIZATION;
use http::{Extensions, HeaderMap, HeaderValue};
use trackway_app::sessions::act::{ShownSession, act};
use trackway_app::{Actor, keys};
use trackway_domain::key::KeyScope;
use trackway_web::client::ClientAddress;
use trackway_web::rate_limit::Verdict;

/// Lets a request in with its [`Actor`], or refuses it; the answer says in any case what is left in the bucket.
pub(crate) async fn admit(State(state): State<Trackway>, request: Request, next: Next) -> Response {
    let who = authenticate(&state, request.headers(), request.extensions().get().cloned()).await;
    // A person clicks, a program calls: only the latter is counted, so that a page that asks for much is not cut short.
    if who.as_ref().is_ok_and(|actor| actor.key.is_none()) {
        return pass(who, request, next).await;
    }
    let verdict = count(&state, who.as_ref().ok(), request.extensions());
    let mut response = match who {
        _ if !verdict.is_allowed => Failure::TooMany { retry_after: verdict.retry_after }.into_response(),
        who => pass(who, request, next).await,
    };
    tell_limit(&mut response, verdict);
    response
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

async fn authenticate(state: &Trackway, headers: &HeaderMap, session: Option<ShownSession>) -> Result<Actor, Failure> {
    match (secret(headers), session) {
        (Some(secret), _) => actor(state, secret).await,
        (None, Some(session)) => act(&state.app, &session).await?.ok_or(Failure::Unauthorized),
        (None, None) => Err(Failure::Unauthorized),
    }
}

/// Whoever shows this key.
pub(crate) async fn actor(state: &Trackway, secret: &str) -> Result<Actor, Failure> {
    keys::authenticate::authenticate(&state.app, secret).await?.ok_or(Failure::Unauthorized)
}

/// The actor whom the door has let in, if his key allows this.
pub(crate) fn allowed(extensions: &Extensions, scope: KeyScope) -> Result<Actor, Failure> {
    let actor = extensions.get::<Actor>().ok_or(Failure::Unauthorized)?;
    if actor.may(scope) { Ok(actor.clone()) } else { Err(Failure::Forbidden(scope)) }
}

/// The same, for what concerns the whole workspace: whoever may act for one account only may not.
pub(crate) fn for_whole_workspace(extensions: &Extensions, scope: KeyScope) -> Result<Actor, Failure> {
    allowed(extensions, scope).and_then(|actor| if actor.account.is_none() { Ok(actor) } else { Err(Failure::Forbidden(scope)) })
}

/// Counts a request: a bucket for each key; whoever has none shares that of his address.
pub(crate) fn count(state: &Trackway, actor: Option<&Actor>, extensions: &Extensions) -> Verdict {
    let bucket = match (actor.and_then(|actor| actor.key), extensions.get::<ClientAddress>()) {
        (Some(key), _) => format!("trackway key {key}"),
        (None, Some(ClientAddress(address))) => format!("trackway address {address}"),
        (None, None) => "trackway nobody".to_owned(),
    };
    state.limiter.admit(&bucket, state.app.clock.now())
}

pub(crate) fn tell_limit(response: &mut Response, verdict: Verdict) {
    let headers = response.headers_mut();
    headers.insert("x-ratelimit-limit", HeaderValue::from(verdict.limit));
    headers.insert("x-ratelimit-remaining", verdict.remaining.into());
    headers.insert("x-ratelimit-reset", verdict.reset.into());
}

/// The bearer token, else `x-api-key`.
fn secret(headers: &HeaderMap) -> Option<&str> {
    let bearer = || {
        let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    };
    bearer().or_else(|| headers.get("x-api-key")?.to_str().ok())
}
