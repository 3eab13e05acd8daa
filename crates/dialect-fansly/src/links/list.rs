//! `GET …/tracking-links`: the account's links, newest first. All of them, unless a portion is asked for.

use super::wire;
use crate::Fansly;
use crate::access::Reading;
use crate::answer::Answer;
use crate::error::Error;
use axum::extract::{Query, State};
use http::{StatusCode, Uri};
use serde::Deserialize;
use serde_json::{Value, json};
use trackway_app::{App, links};
use trackway_domain::link::LinkId;
use trackway_domain::snowflake::Snowflake;
use trackway_store::links::{LinkQuery, Within};

pub(crate) async fn list(State(fansly): State<Fansly>, Reading(access): Reading, uri: Uri) -> Result<Answer, Error> {
    match Portion::parse(&uri)? {
        None => Ok(Answer::response(StatusCode::OK, "Success", everything(&fansly.app, access.within()).await?)),
        Some(portion) => some(&fansly.app, access.within(), portion).await,
    }
}

/// Most links in a portion.
const MOST: u32 = 100;

/// How many links are read at once when all are asked for.
const BATCH: u32 = 500;

async fn everything(app: &App, within: Within) -> Result<Value, Error> {
    let mut query = LinkQuery::all(within, BATCH);
    let mut rows = Vec::new();
    loop {
        let page = links::find::list(app, &query).await?;
        rows.extend(page.items.iter().map(|view| wire::link(app.short_url_of(view), view)));
        query.behind = page.items.last().map(|view| view.link.id);
        if !page.has_more {
            return Ok(Value::Array(rows));
        }
    }
}

async fn some(app: &App, within: Within, portion: Portion) -> Result<Answer, Error> {
    let query = LinkQuery { behind: portion.behind, ..LinkQuery::all(within, portion.limit) };
    let page = links::find::list(app, &query).await?;
    let rows = page.items.iter().map(|view| wire::link(app.short_url_of(view), view)).collect::<Vec<_>>();
    let next = page.items.last().filter(|_| page.has_more).map(|view| view.link.id.to_string());
    let data = json!({"status_code": 200, "data": {"success": true, "response": rows}, "nextCursor": next});
    Ok(Answer::plain(StatusCode::OK, "Success", data))
}

/// Which part of the list. A cursor is the id of the last link that was seen.
struct Portion {
    limit: u32,
    behind: Option<LinkId>,
}

impl Portion {
    /// None where no parameter asks for one.
    fn parse(uri: &Uri) -> Result<Option<Self>, Error> {
        #[derive(Deserialize)]
        struct Parameters {
            limit: Option<String>,
            cursor: Option<String>,
        }
        let invalid = |what: &str| Error::Invalid(what.to_owned());
        let parsed = Query::<Parameters>::try_from_uri(uri);
        let Query(Parameters { limit, cursor }) = parsed.map_err(|_| invalid("limit and cursor may be given once"))?;
        if limit.is_none() && cursor.is_none() {
            return Ok(None);
        }
        let limit = limit.map_or(Some(MOST), |text| text.parse().ok().filter(|limit| (1..=MOST).contains(limit)));
        let behind = cursor.map(|text| Snowflake::parse(&text).map(LinkId).ok_or_else(|| invalid("cursor is not one that was given out")));
        Ok(Some(Self { limit: limit.ok_or_else(|| invalid("limit must be an integer from 1 to 100"))?, behind: behind.transpose()? }))
    }
}
