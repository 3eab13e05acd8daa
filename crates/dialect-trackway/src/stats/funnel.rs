//! `GET /api/stats/funnel`: from a click to a sale.

use super::question;
use crate::failure::Failure;
use crate::query::Parameters;
use crate::{Trackway, door};
use axum::Json;
use axum::extract::State;
use http::{Extensions, Uri};
use serde_json::{Map, Value, json};
use trackway_app::stats::{Asked, funnel as stages};
use trackway_domain::key::KeyScope;

pub(crate) async fn funnel(State(state): State<Trackway>, uri: Uri, extensions: Extensions) -> Result<Json<Map<String, Value>>, Failure> {
    let actor = door::allowed(&extensions, KeyScope::StatsRead)?;
    let read = question::read(&state, &actor, Parameters::of(&uri)).await?;
    let previous = match &read.previous {
        Some(period) => steps(&state, &read.asked.during(period.clone())).await?,
        None => Value::Null,
    };
    let mut answer = read.head(&state);
    answer.insert("steps".to_owned(), steps(&state, &read.asked).await?);
    answer.insert("previous".to_owned(), previous);
    Ok(Json(answer))
}

/// Each stage, as a part of the first and of the one before it.
async fn steps(state: &Trackway, asked: &Asked) -> Result<Value, Failure> {
    let counted = stages::funnel(&state.app, asked).await?;
    let first = counted[0].1;
    let mut before = first;
    let step = |(stage, count): (stages::Stage, i64)| {
        let step = json!({"step": stage.as_str(), "count": count, "ofFirst": part(count, first), "ofPrevious": part(count, before)});
        before = count;
        step
    };
    Ok(counted.into_iter().map(step).collect())
}

/// To four digits; null of nothing.
#[expect(clippy::cast_precision_loss, reason = "shown to four digits")]
fn part(count: i64, of: i64) -> Value {
    if of == 0 { Value::Null } else { json!((count as f64 / of as f64 * 10_000.0).round() / 10_000.0) }
}
