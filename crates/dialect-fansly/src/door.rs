//! What every request passes first: whose key it shows, and whether he has asked too often. What he may do is left to `access`.

use crate::Fansly;
use crate::answer::seal;
use crate::error::Error;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::header::{AUTHORIZATION, RETRY_AFTER};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use trackway_app::{Actor, App, keys};
use trackway_web::client::ClientAddress;
use trackway_web::rate_limit::Verdict;

/// Whoever the key belongs to, as an extension of a request that was let in.
#[derive(Clone)]
pub(crate) struct Caller(pub(crate) Actor);

/// The only plan there is: every key has the same limit.
const PLAN: &str = "starter";

/// Lets a request in or answers it here; seals whatever the answer is and says how many more requests there may be.
pub(crate) async fn enter(State(fansly): State<Fansly>, mut request: Request, next: Next) -> Response {
    let caller = authenticate(&fansly.app, request.headers()).await;
    let verdict = fansly.limiter.admit(&bucket(&caller, &request), fansly.app.clock.now());
    let answer = match caller {
        Err(error) => error.into_response(),
        Ok(_) if !verdict.is_allowed => Error::RateLimited.into_response(),
        Ok(actor) => {
            request.extensions_mut().insert(Caller(actor));
            next.run(request).await
        }
    };
    let mut response = seal(answer, fansly.app.clock.now());
    tell_limit(&mut response, verdict);
    response
}

async fn authenticate(app: &App, headers: &HeaderMap) -> Result<Actor, Error> {
    let secret = secret(headers).ok_or(Error::Unauthorized)?;
    keys::authenticate::authenticate(app, secret).await?.ok_or(Error::Unauthorized)
}

/// The key, from its own header or as a bearer token.
fn secret(headers: &HeaderMap) -> Option<&str> {
    let header = |name| headers.get(name)?.to_str().ok();
    let bearer = || {
        let (scheme, token) = header(AUTHORIZATION)?.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then_some(token)
    };
    header(HeaderName::from_static("x-api-key")).or_else(bearer).map(str::trim)
}

/// A bucket per key. Those who show none share one per address, so that it can be said to them too how many requests are left.
fn bucket(caller: &Result<Actor, Error>, request: &Request) -> String {
    match (caller, request.extensions().get::<ClientAddress>()) {
        (Ok(Actor { key: Some(key), .. }), _) => format!("fansly key {key}"),
        (_, Some(ClientAddress(address))) => format!("fansly address {address}"),
        (_, None) => "fansly nobody".to_owned(),
    }
}

fn tell_limit(response: &mut Response, verdict: Verdict) {
    let is_limited = response.status() == StatusCode::TOO_MANY_REQUESTS;
    let headers = response.headers_mut();
    headers.insert("x-ratelimit-limit", verdict.limit.into());
    headers.insert("x-ratelimit-remaining", verdict.remaining.into());
    headers.insert("x-ratelimit-plan", HeaderValue::from_static(PLAN));
    if is_limited {
        headers.insert("x-ratelimit-retry-after", verdict.retry_after.into());
        headers.insert(RETRY_AFTER, verdict.retry_after.into());
    }
}
