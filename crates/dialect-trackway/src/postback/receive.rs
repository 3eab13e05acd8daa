//! `GET|POST /postback/{token}`: records what a tracker reports. The token is a key with the scope `conversions:write`, so it is made, listed
//! and revoked as keys are.

use super::parameters;
use crate::failure::Failure;
use crate::{Trackway, door};
use axum::Json;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse as _, Response};
use http::Method;
use http::header::CONTENT_TYPE;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use trackway_app::conversions::record::{Outcome, record};
use trackway_app::{Actor, App};
use trackway_domain::key::KeyScope;
use trackway_store::conversions::Recording;
use trackway_web::body::read_bytes;
use url::form_urlencoded;

pub(crate) async fn receive(State(state): State<Trackway>, Path(token): Path<String>, request: Request) -> Response {
    let actor = door::actor(&state, &token).await;
    let verdict = door::count(&state, actor.as_ref().ok(), request.extensions());
    let answer = match actor {
        _ if !verdict.is_allowed => Err(Failure::TooMany { retry_after: verdict.retry_after }),
        // Whoever only looks whether the address is there reports nothing.
        _ if request.method() == Method::HEAD => Err(Failure::NoMethod),
        Ok(actor) => answer(&state.app, &actor, request).await,
        Err(failure) => Err(failure),
    };
    let mut response = answer.map(Json).into_response();
    door::tell_limit(&mut response, verdict);
    response
}

async fn answer(app: &App, actor: &Actor, request: Request) -> Result<Value, Failure> {
    if !actor.may(KeyScope::ConversionsWrite) {
        return Err(Failure::Forbidden(KeyScope::ConversionsWrite));
    }
    let (reported, has_transaction) = parameters::parse(&read(request).await?)?;
    let outcome = record(app, actor.within(), vec![reported]).await?.pop().ok_or(Failure::Broken)?;
    match outcome {
        Outcome::Recording(Recording::Recorded(answer)) => Ok(json!({"status": "recorded", "id": answer.id.to_string()})),
        Outcome::Recording(Recording::Duplicate(answer)) => Ok(json!({"status": "duplicate", "id": answer.id.to_string()})),
        // Without a transaction a click has one conversion of a type, and whatever else is said of it changes nothing.
        Outcome::Recording(Recording::Conflict) if !has_transaction => Ok(json!({"status": "duplicate", "id": null})),
        Outcome::Recording(Recording::Conflict) => Err(Failure::Conflict),
        Outcome::Recording(Recording::Refused(refusal)) => Err(Failure::Refused(refusal)),
        Outcome::NotFound(thing) => Err(Failure::NotFound(thing)),
    }
}

/// The parameters of the address and, behind them, of a form in the body. Of several of one name the first counts.
async fn read(request: Request<Body>) -> Result<BTreeMap<String, String>, Failure> {
    let query = request.uri().query().unwrap_or_default().to_owned();
    let is_form =
        request.headers().get(CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
    let form = if is_form { read_bytes(request.into_body()).await? } else { Default::default() };
    let mut parameters = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()).chain(form_urlencoded::parse(&form)) {
        parameters.entry(name.into_owned()).or_insert_with(|| value.into_owned());
    }
    Ok(parameters)
}
