//! `GET /api/conversions`: the conversions, the last recorded first, in portions.

use super::row;
use crate::failure::Failure;
use crate::{Trackway, door};
use axum::Json;
use axum::extract::{Query, State};
use http::{Extensions, Uri};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use trackway_app::conversions;
use trackway_domain::conversion::ConversionId;
use trackway_domain::key::KeyScope;
use uuid::Uuid;

/// How many are given where nothing is said, and at most.
const USUAL: u32 = 50;
const MOST: u32 = 100;

pub(crate) async fn list(State(state): State<Trackway>, uri: Uri, extensions: Extensions) -> Result<Json<Value>, Failure> {
    let actor = door::allowed(&extensions, KeyScope::StatsRead)?;
    let Query(parameters) = Query::<BTreeMap<String, String>>::try_from_uri(&uri).map_err(|error| Failure::field("query", error))?;
    let limit = parameters.get("limit").map_or(Some(USUAL), |text| text.parse().ok().filter(|limit| (1..=MOST).contains(limit)));
    let limit = limit.ok_or_else(|| Failure::field("limit", format!("must be a whole number from 1 to {MOST}")))?;
    let behind = parameters.get("cursor").map(|text| Uuid::try_parse(text).map(ConversionId)).transpose();
    let behind = behind.map_err(|_| Failure::field("cursor", "must be one that was given out"))?;
    let page = conversions::find::list(&state.app, actor.within(), behind, limit, None).await?;
    let next = page.items.last().filter(|_| page.has_more).map(|view| view.conversion.id.to_string());
    Ok(Json(json!({"conversions": page.items.iter().map(row::view).collect::<Vec<_>>(), "nextCursor": next})))
}
