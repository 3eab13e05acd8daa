//! `GET /api/stats/timeseries`: by hour, day, week or month.

use super::numbers::{numbers, span, with_numbers};
use super::question;
use crate::failure::Failure;
use crate::query::Parameters;
use crate::{Trackway, door};
use axum::Json;
use axum::extract::State;
use http::{Extensions, Uri};
use serde_json::{Map, Value, json};
use trackway_app::stats::{Asked, timeseries as series, totals};
use trackway_domain::key::KeyScope;
use trackway_domain::stats::Interval;

pub(crate) async fn timeseries(
    State(state): State<Trackway>,
    uri: Uri,
    extensions: Extensions,
) -> Result<Json<Map<String, Value>>, Failure> {
    let actor = door::allowed(&extensions, KeyScope::StatsRead)?;
    let mut parameters = Parameters::of(&uri);
    let interval = parameters.parsed("interval", "hour, day, week or month", Interval::named);
    let read = question::read(&state, &actor, parameters).await?;
    let interval = interval.unwrap_or_else(|| Interval::fitting(read.asked.period.span));
    let mut answer = read.head(&state);
    answer.insert("interval".to_owned(), interval.as_str().into());
    answer.extend(counted(&state, &read.asked, interval).await?);
    let previous = match &read.previous {
        Some(period) => counted(&state, &read.asked.during(period.clone()), interval).await?.into(),
        None => Value::Null,
    };
    answer.insert("previous".to_owned(), previous);
    Ok(Json(answer))
}

/// Visitors of the parts do not add up to those of the whole, so that is asked for apart.
async fn counted(state: &Trackway, asked: &Asked, interval: Interval) -> Result<Map<String, Value>, Failure> {
    let edges = series::edges(asked, interval).map_err(|error| Failure::field("interval", error))?;
    let points = series::timeseries(&state.app, asked, edges).await?;
    let totals = totals::totals(&state.app, asked).await?;
    let point = |point: &series::Point| with_numbers(span(point.span, &asked.period.zone), &point.numbers, None);
    let points = points.iter().map(point).collect::<Vec<_>>();
    Ok(Map::from_iter([("totals".to_owned(), numbers(&totals)), ("points".to_owned(), json!(points))]))
}
