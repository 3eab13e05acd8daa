//! `POST /api/conversions`: records one conversion, or up to a thousand.

use super::row;
use crate::failure::Failure;
use crate::{Trackway, door, report};
use axum::Json;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use serde_json::{Value, json};
use trackway_app::Actor;
use trackway_app::conversions::record::{self, Outcome, Reported};
use trackway_domain::conversion::ConversionKind;
use trackway_domain::key::KeyScope;
use trackway_store::conversions::Recording;
use trackway_web::body::{Object, read_object};

/// How many come at once, at most.
const MOST: usize = 1_000;

pub(crate) async fn create(State(state): State<Trackway>, request: Request) -> Result<Response, Failure> {
    let actor = door::allowed(request.extensions(), KeyScope::ConversionsWrite)?;
    let key = request.headers().get("idempotency-key").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let mut object = read_object(request).await?;
    match object.remove("conversions") {
        None => one(&state, &actor, object, key.as_deref()).await,
        Some(Value::Array(items)) if items.len() <= MOST && object.is_empty() => many(&state, &actor, &items).await,
        Some(Value::Array(_)) if object.is_empty() => Err(Failure::field("conversions", format!("must have at most {MOST} items"))),
        Some(Value::Array(_)) => Err(Failure::field("conversions", "must stand alone")),
        Some(_) => Err(Failure::field("conversions", "must be a list")),
    }
}

async fn one(state: &Trackway, actor: &Actor, object: Object, key: Option<&str>) -> Result<Response, Failure> {
    let reported = report::parse(&Value::Object(object), key).map_err(Failure::Invalid)?;
    let kind = reported.report.kind;
    let mut outcomes = record::record(&state.app, actor.within(), vec![reported]).await?;
    let outcome = outcomes.pop().ok_or(Failure::Broken)?;
    let status = match &outcome {
        Outcome::Recording(Recording::Recorded(_)) => StatusCode::CREATED,
        _ => StatusCode::OK,
    };
    Ok((status, Json(told(outcome, kind)?)).into_response())
}

/// Each item stands for itself: one that is wrong is told in its place, and the others are recorded.
async fn many(state: &Trackway, actor: &Actor, items: &[Value]) -> Result<Response, Failure> {
    let parsed = items.iter().map(|item| report::parse(item, None).map_err(Failure::Invalid)).collect::<Vec<_>>();
    let good = parsed.iter().filter_map(|item| item.as_ref().ok()).cloned().collect::<Vec<Reported>>();
    let mut outcomes = record::record(&state.app, actor.within(), good).await?.into_iter();
    let results = parsed.into_iter().map(|item| {
        let told = item.and_then(|reported| told(outcomes.next().ok_or(Failure::Broken)?, reported.report.kind));
        told.unwrap_or_else(|failure| failure.body().into())
    });
    Ok(Json(json!({"results": results.collect::<Vec<_>>()})).into_response())
}

fn told(outcome: Outcome, kind: ConversionKind) -> Result<Value, Failure> {
    match outcome {
        Outcome::Recording(Recording::Recorded(answer)) => Ok(row::answer(&answer, "recorded", kind)),
        Outcome::Recording(Recording::Duplicate(answer)) => Ok(row::answer(&answer, "duplicate", kind)),
        Outcome::Recording(Recording::Conflict) => Err(Failure::Conflict),
        Outcome::Recording(Recording::Refused(refusal)) => Err(Failure::Refused(refusal)),
        Outcome::NotFound(thing) => Err(Failure::NotFound(thing)),
    }
}
