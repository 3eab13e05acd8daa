//! `GET …/tracking-links`: the account's links, newest first, in portions.

use super::wire::Link;
use crate::Fanvue;
use crate::access::Reading;
use crate::error::Error;
use crate::{cursor, query};
use axum::Json;
use axum::extract::{Query, State};
use http::Uri;
use serde::{Deserialize, Serialize};
use trackway_app::links;
use trackway_store::links::{LinkQuery, Within};

pub(crate) async fn list(State(fanvue): State<Fanvue>, Reading(access): Reading, uri: Uri) -> Result<Json<Portion>, Error> {
    let page = links::find::list(&fanvue.app, &parse(&uri, access.actor.within())?).await?;
    Ok(Json(Portion {
        data: page.items.iter().map(|view| Link::new(fanvue.app.short_url_of(view), view)).collect(),
        next_cursor: page.items.last().filter(|_| page.has_more).map(|view| cursor::behind(view.link.id)),
    }))
}

/// A portion of the list, and where the next one begins.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Portion {
    data: Vec<Link>,
    next_cursor: Option<String>,
}

/// How many links are given where nothing is said, and at most.
const USUAL: u32 = 20;
const MOST: u32 = 50;

fn parse(uri: &Uri, within: Within) -> Result<LinkQuery, Error> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Parameters {
        limit: Option<String>,
        cursor: Option<String>,
        created_after: Option<String>,
        created_before: Option<String>,
    }
    let Query(parameters) = Query::<Parameters>::try_from_uri(uri).map_err(|_| Error::repeated())?;
    let limit = query::count("limit", parameters.limit, USUAL, MOST);
    let cursor = parameters.cursor.map(|text| cursor::parse(&text).ok_or("cursor: must be one that was given out".to_owned())).transpose();
    let after = query::instant("createdAfter", parameters.created_after);
    let before = query::instant("createdBefore", parameters.created_before);
    match (limit, cursor, after, before) {
        (Ok(limit), Ok(behind), Ok(created_from), Ok(created_before)) => {
            Ok(LinkQuery { behind, created_from, created_before, ..LinkQuery::all(within, limit) })
        }
        (limit, cursor, after, before) => {
            let errors = [limit.err(), cursor.err(), after.err(), before.err()];
            Err(Error::Invalid(errors.into_iter().flatten().collect()))
        }
    }
}
