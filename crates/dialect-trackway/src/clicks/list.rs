//! `GET /api/clicks`: the recorded clicks, the newest first unless the order is said; a page of JSON, or all of them as CSV or NDJSON.

use super::row::{COLUMNS, row};
use crate::failure::Failure;
use crate::query::Parameters;
use crate::raw::accept::export_format;
use crate::raw::stream::{self, Portions};
use crate::{Trackway, door};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{Extensions, HeaderMap, Uri};
use serde_json::{Value, json};
use trackway_app::raw_log::clicks::{self, ClickPortions};
use trackway_app::{Actor, Error};
use trackway_domain::key::KeyScope;
use trackway_domain::stats::{Dimension, Filter};
use trackway_domain::traffic::TrafficClass;
use trackway_store::click_log::ClickLogQuery;
use trackway_store::clicks::LogPosition;

/// How many are given where nothing is said, and at most; and how many an export holds at once: reading the log in larger pieces is cheaper.
const USUAL: u32 = 50;
const MOST: u32 = 1_000;
const AT_ONCE: u32 = 16_384;

/// What is understood in the query.
const KNOWN: [&str; 9] = ["format", "limit", "cursor", "order", "from", "to", "linkId", "traffic", "country"];

pub(crate) async fn list(State(state): State<Trackway>, uri: Uri, headers: HeaderMap, extensions: Extensions) -> Result<Response, Failure> {
    let actor = door::allowed(&extensions, KeyScope::StatsRead)?;
    let parameters = Parameters::of(&uri, &KNOWN)?;
    let query = read(&actor, &parameters)?;
    if let Some(format) = export_format(&parameters, &headers)? {
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

fn read(actor: &Actor, parameters: &Parameters) -> Result<ClickLogQuery, Failure> {
    let within = actor.within();
    Ok(ClickLogQuery {
        workspace: within.workspace,
        account: within.account,
        from: parameters.instant("from")?,
        before: parameters.instant("to")?,
        filters: filters(parameters)?,
        order: parameters.order()?,
        behind: parameters.parsed("cursor", "must be one that was given out", |text| text.parse().ok().map(LogPosition))?,
        limit: parameters.whole("limit", USUAL, MOST)?,
    })
}

fn filters(parameters: &Parameters) -> Result<Vec<Filter>, Failure> {
    let traffic = |text: &str| TrafficClass::ALL.into_iter().map(TrafficClass::as_str).find(|name| *name == text).map(str::to_owned);
    let country = |text: &str| trackway_domain::targeting::Country::parse(text).map(|country| country.as_str().to_owned());
    let link = |text: &str| uuid::Uuid::try_parse(text).ok().map(|id| id.to_string());
    let of = |name, by, words, parse: &dyn Fn(&str) -> Option<String>| {
        let values = parameters.list(name, words, parse)?;
        Ok::<_, Failure>((!values.is_empty()).then(|| Filter::only(by, values.into_iter().map(Some))))
    };
    let filters = [
        of("linkId", Dimension::Link, "must be ids of links", &link)?,
        of("traffic", Dimension::Traffic, "must be traffic classes", &traffic)?,
        of("country", Dimension::Country, "must be ISO 3166-1 alpha-2 country codes", &country)?,
    ];
    Ok(filters.into_iter().flatten().collect())
}
