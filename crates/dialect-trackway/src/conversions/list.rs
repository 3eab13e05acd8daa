//! `GET /api/conversions`: the conversions, the last recorded first unless the order is said; a page of JSON, or all of them as CSV or NDJSON.

use super::row::{self, COLUMNS};
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
use trackway_app::attribution::rules;
use trackway_app::raw_log::conversions::ConversionPortions;
use trackway_app::{Actor, Error, conversions};
use trackway_domain::conversion::{ConversionId, ConversionKind};
use trackway_domain::key::KeyScope;
use trackway_domain::person::ExternalId;
use trackway_store::conversions::ConversionQuery;
use uuid::Uuid;

/// How many are given where nothing is said, and at most; and how many an export holds at once.
const USUAL: u32 = 50;
const MOST: u32 = 100;
const AT_ONCE: u32 = 1_000;

pub(crate) async fn list(State(state): State<Trackway>, uri: Uri, headers: HeaderMap, extensions: Extensions) -> Result<Response, Failure> {
    let actor = door::allowed(&extensions, KeyScope::StatsRead)?;
    let mut parameters = Parameters::of(&uri);
    let (format, kind) = (export_format(&mut parameters, &headers), parameters.model());
    let query = read(&state, &actor, &mut parameters).await?;
    parameters.finish()?;
    if let Some(format) = format {
        let model = rules::model(&state.app, query.workspace, kind).await?;
        let portions = ConversionPortions::new(state.app, ConversionQuery { limit: AT_ONCE, ..query }, model);
        return stream::answer(Rows(portions), format, COLUMNS, "conversions").await;
    }
    let page = conversions::find::list(&state.app, query, kind).await?;
    let next = page.go_on.map(|behind| behind.to_string());
    Ok(Json(json!({"conversions": page.items.iter().map(row::view).collect::<Vec<_>>(), "nextCursor": next})).into_response())
}

struct Rows(ConversionPortions);

impl Portions for Rows {
    async fn next(&mut self) -> Result<Option<Vec<Value>>, Error> {
        Ok(self.0.next().await?.map(|views| views.iter().map(row::view).collect()))
    }
}

async fn read(state: &Trackway, actor: &Actor, parameters: &mut Parameters) -> Result<ConversionQuery, Failure> {
    let within = actor.within();
    Ok(ConversionQuery {
        kinds: parameters.list("type", "types of conversions", ConversionKind::parse),
        person: parameters.parsed("externalId", "1 to 255 characters", |text| ExternalId::parse(text).ok()),
        from: parameters.instant("from"),
        before: parameters.instant("to"),
        filters: filters::of_all(state, actor, parameters).await?,
        order: parameters.order(),
        behind: parameters.parsed("cursor", "one that was given out", |text| Uuid::try_parse(text).ok().map(ConversionId)),
        limit: parameters.whole("limit", USUAL, MOST),
        ..ConversionQuery::all(within.workspace, within.account, USUAL)
    })
}
