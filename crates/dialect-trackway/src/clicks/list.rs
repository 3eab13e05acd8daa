//! `GET /api/clicks`: the recorded clicks, the newest first unless the order is said; a page of JSON, or all of them as CSV or NDJSON.

use super::row::{COLUMNS, row};
use crate::failure::Failure;
use crate::query::Parameters;
use crate::raw::accept::export_format;
use crate::raw::stream::{self, Portions};
use crate::{Trackway, door, filters};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{Extensions, HeaderMap, Uri};
use serde_json::{Value, json};
use trackway_app::raw_log::clicks::{self, ClickPortions};
use trackway_app::{Actor, Error};
use trackway_domain::key::KeyScope;
use trackway_domain::stats::{Dimension, Filter};
use trackway_store::click_log::ClickLogQuery;
use trackway_store::clicks::LogPosition;
use uuid::Uuid;

/// How many are given where nothing is said, and at most; and how many an export holds at once: reading the log in larger pieces is cheaper.
const USUAL: u32 = 50;
const MOST: u32 = 1_000;
const AT_ONCE: u32 = 16_384;

pub(crate) async fn list(State(state): State<Trackway>, uri: Uri, headers: HeaderMap, extensions: Extensions) -> Result<Response, Failure> {
    let actor = door::allowed(&extensions, KeyScope::StatsRead)?;
    let mut parameters = Parameters::of(&uri);
    let (format, query) = (export_format(&mut parameters, &headers), read(&state, &actor, &mut parameters).await?);
    parameters.finish()?;
    if let Some(format) = format {
        let portions = ClickPortions::new(state.app, ClickLogQuery { limit: AT_ONCE, ..query });
        return stream::answer(Rows(portions), format, COLUMNS, "clicks").await;
    }
    let page = clicks::page(&state.app, query).await?;
    let rows = page.clicks.iter().map(row).collect::<Vec<_>>();
    Ok(Json(json!({"clicks": rows, "nextCursor": page.go_on.map(|behind| behind.0.to_string())})).into_response())
}

struct Rows(ClickPortions);

impl Portions for Rows {
    async fn next(&mut self) -> Result<Option<Vec<Value>>, Error> {
        Ok(self.0.next().await?.map(|clicks| clicks.iter().map(row).collect()))
    }
}

async fn read(state: &Trackway, actor: &Actor, parameters: &mut Parameters) -> Result<ClickLogQuery, Failure> {
    let within = actor.within();
    let mut filters = filters::of_all(state, actor, parameters).await?;
    let links = parameters.list("linkId", "ids of links", |text| Uuid::try_parse(text).ok().map(|id| Some(id.to_string())));
    filters.extend((!links.is_empty()).then(|| Filter::only(Dimension::Link, links)));
    Ok(ClickLogQuery {
        workspace: within.workspace,
        account: within.account,
        from: parameters.instant("from"),
        before: parameters.instant("to"),
        filters,
        order: parameters.order(),
        behind: parameters.parsed("cursor", "one that was given out", |text| text.parse().ok().map(LogPosition)),
        limit: parameters.whole("limit", USUAL, MOST),
    })
}
