//! What every request passes first: its version, who sends it, which account it is about and how often that was asked. Whether he may
//! is left to `access`, since only a handler knows what it takes.

use crate::Fanvue;
use crate::caller::Caller;
use crate::error::Error;
use crate::version;
use axum::extract::{FromRequestParts as _, MatchedPath, RawPathParams, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use http::header::RETRY_AFTER;
use http::request::Parts;
use std::sync::Arc;
use trackway_app::accounts;
use trackway_app::error::Thing;
use trackway_domain::account::{Account, AccountId};
use trackway_web::client::ClientAddress;
use trackway_web::rate_limit::Verdict;
use uuid::Uuid;

/// What is known of a request that was let in, as an extension of it.
#[derive(Clone)]
pub(crate) struct Entrance {
    pub(crate) caller: Arc<Caller>,
    /// The account it is about, or why there is none. Not every handler asks, and scopes and rate come first.
    pub(crate) account: Result<Account, Error>,
    /// True where the path names the account: somebody acts on one that he manages.
    pub(crate) is_managed: bool,
    /// True where it came too often.
    pub(crate) is_limited: bool,
}

/// Lets a request in or answers it here, and says in the answer's headers how many more requests there may be.
pub(crate) async fn enter(State(fanvue): State<Fanvue>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let entrance = look(&fanvue, &mut parts).await;
    let verdict = fanvue.limiter.admit(&bucket(&entrance, &parts), fanvue.app.clock.now());
    let mut response = match entrance {
        Ok(entrance) => {
            parts.extensions.insert(Entrance { is_limited: !verdict.is_allowed, ..entrance });
            next.run(Request::from_parts(parts, body)).await
        }
        Err(error) => error.into_response(),
    };
    tell_limit(&mut response, verdict);
    response
}

async fn look(fanvue: &Fanvue, parts: &mut Parts) -> Result<Entrance, Error> {
    version::check(&parts.headers, fanvue.requires_version)?;
    let caller = Caller::authenticate(fanvue, &parts.headers).await?;
    let creator = parameter(parts, "creatorUserUuid").await;
    let is_managed = creator.is_some();
    let account = match creator {
        Some(id) => managed_account(fanvue, &caller, id).await,
        None => caller.own_account(fanvue, &parts.headers).await,
    };
    Ok(Entrance { caller: Arc::new(caller), account, is_managed, is_limited: false })
}

/// One of the caller's workspace that he reaches; another is not there.
async fn managed_account(fanvue: &Fanvue, caller: &Caller, id: Result<Uuid, Error>) -> Result<Account, Error> {
    let id = AccountId(id?);
    if !caller.reaches(id) {
        return Err(trackway_app::Error::NotFound(Thing::Account).into());
    }
    Ok(accounts::find::find(&fanvue.app, &caller.actor(), id).await?)
}

/// A bucket for each client and account, one more for each account that is managed. Only accounts that there are count, or else every
/// uuid that somebody tries would come with a bucket of its own. Those who show nothing share one for each address.
fn bucket(entrance: &Result<Entrance, Error>, parts: &Parts) -> String {
    match (entrance, parts.extensions.get::<ClientAddress>()) {
        (Ok(Entrance { caller, account: Ok(account), is_managed: true, .. }), _) => format!("fanvue {} on {}", caller.name(), account.id),
        (Ok(Entrance { caller, account: Ok(account), .. }), _) => format!("fanvue {} as {}", caller.name(), account.id),
        (Ok(Entrance { caller, .. }), _) => format!("fanvue {}", caller.name()),
        (Err(_), Some(ClientAddress(address))) => format!("fanvue address {address}"),
        (Err(_), None) => "fanvue nobody".to_owned(),
    }
}

fn tell_limit(response: &mut Response, verdict: Verdict) {
    let is_limited = response.status() == StatusCode::TOO_MANY_REQUESTS;
    let headers = response.headers_mut();
    headers.insert("x-ratelimit-limit", verdict.limit.into());
    headers.insert("x-ratelimit-remaining", verdict.remaining.into());
    headers.insert("x-ratelimit-reset", verdict.reset.into());
    if is_limited {
        headers.insert(RETRY_AFTER, verdict.retry_after.into());
    }
}

/// A uuid in the path; None where the path has no such part.
pub(crate) async fn parameter(parts: &mut Parts, name: &'static str) -> Option<Result<Uuid, Error>> {
    let pattern = parts.extensions.get::<MatchedPath>()?;
    if !pattern.as_str().contains(&format!("{{{name}}}")) {
        return None;
    }
    let parameters = RawPathParams::from_request_parts(parts, &()).await;
    Some(parameters.map_err(|_| Error::Unclear("The path must be UTF-8")).and_then(|parameters| uuid(&parameters, name)))
}

/// The parser knows more forms of a uuid; on this wire there is one.
fn uuid(parameters: &RawPathParams, name: &'static str) -> Result<Uuid, Error> {
    let found = parameters.iter().find(|(key, text)| *key == name && text.len() == 36);
    found.and_then(|(_, text)| Uuid::try_parse(text).ok()).ok_or(Error::BadUuid(name))
}
