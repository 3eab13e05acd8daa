//! `GET /api/stats/breakdown`: by country, by referrer, by whatever clicks can be told apart by.

use super::numbers::{numbers, order, with_numbers};
use super::question;
use crate::failure::Failure;
use crate::query::Parameters;
use crate::{Trackway, door};
use axum::Json;
use axum::extract::State;
use http::{Extensions, Uri};
use serde_json::{Map, Value, json};
use trackway_app::stats::{breakdown as values, totals};
use trackway_domain::key::KeyScope;
use trackway_domain::stats::Dimension;

/// How many values are given where nothing is said, and at most.
pub(crate) const USUAL: u32 = 10;
pub(crate) const MOST: u32 = 1_000;

pub(crate) async fn breakdown(
    State(state): State<Trackway>,
    uri: Uri,
    extensions: Extensions,
) -> Result<Json<Map<String, Value>>, Failure> {
    let actor = door::allowed(&extensions, KeyScope::StatsRead)?;
    let mut parameters = Parameters::of(&uri);
    let by = parameters.text("by");
    let dimension = by.as_deref().and_then(Dimension::named);
    if dimension.is_none() {
        parameters.fault("by", format!("must be one of {}", Dimension::ALL.map(Dimension::as_str).join(", ")));
    }
    let order = order(&mut parameters);
    let limit = parameters.whole("limit", USUAL, MOST);
    let read = question::read(&state, &actor, parameters).await?;
    let by = dimension.ok_or_else(|| Failure::field("by", "is needed"))?;
    let mut rows = values::breakdown(&state.app, &read.asked, read.previous.as_ref(), by, order, limit + 1).await?;
    let totals = totals::totals(&state.app, &read.asked).await?;
    let has_more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let row = |row: values::Row| with_numbers(json!({"value": row.value, "caption": row.caption}), &row.numbers, row.previous.as_ref());
    let mut answer = read.head(&state);
    answer.insert("by".to_owned(), by.as_str().into());
    answer.insert("totals".to_owned(), numbers(&totals));
    answer.insert("rows".to_owned(), rows.into_iter().map(row).collect());
    answer.insert("hasMore".to_owned(), has_more.into());
    Ok(Json(answer))
}
