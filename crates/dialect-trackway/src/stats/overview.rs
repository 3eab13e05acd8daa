//! `GET /api/stats/overview`: everything together, beside the period before.

use super::numbers::{clicks, numbers};
use super::question;
use crate::failure::Failure;
use crate::query::Parameters;
use crate::{Trackway, door};
use axum::Json;
use axum::extract::State;
use http::{Extensions, Uri};
use serde_json::{Map, Value, json};
use trackway_app::stats::numbers::Measure;
use trackway_app::stats::{Asked, breakdown, totals};
use trackway_domain::key::KeyScope;
use trackway_domain::stats::{ClickMeasure, Dimension};

pub(crate) async fn overview(State(state): State<Trackway>, uri: Uri, extensions: Extensions) -> Result<Json<Map<String, Value>>, Failure> {
    let actor = door::allowed(&extensions, KeyScope::StatsRead)?;
    let mut read = question::read(&state, &actor, Parameters::of(&uri)).await?;
    read.previous = read.asked.period.previous().ok();
    let counted = totals::totals(&state.app, &read.asked).await?;
    let before = match &read.previous {
        Some(period) => Some(totals::totals(&state.app, &read.asked.during(period.clone())).await?),
        None => None,
    };
    let traffic = of_traffic(&state, &read.asked).await?;
    let mut answer = read.head(&state);
    answer.insert("totals".to_owned(), numbers(&counted));
    answer.insert("previous".to_owned(), before.as_ref().map_or(Value::Null, numbers));
    answer.insert("traffic".to_owned(), traffic);
    Ok(Json(answer))
}

/// What the same question counts of each class of traffic, so that nobody wonders where the rest is.
async fn of_traffic(state: &Trackway, asked: &Asked) -> Result<Value, Failure> {
    let mut asked = asked.clone();
    asked.filters.retain(|filter| filter.by != Dimension::Traffic);
    let rows = breakdown::breakdown(&state.app, &asked, None, Dimension::Traffic, Measure::Clicks(ClickMeasure::Clicks), u32::MAX).await?;
    let of_class = |row: breakdown::Row| {
        let mut numbers = clicks(row.numbers.clicks);
        numbers["class"] = json!(row.value);
        numbers
    };
    Ok(rows.into_iter().map(of_class).collect())
}
