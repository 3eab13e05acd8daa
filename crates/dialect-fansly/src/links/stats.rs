//! `GET …/tracking-links/{id}/stats`: a link's numbers, one row for each UTC day.

use super::fields;
use crate::Fansly;
use crate::access::Reading;
use crate::answer::Answer;
use crate::error::Error;
use axum::extract::{Path, Query, State};
use http::{StatusCode, Uri};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use trackway_app::links::days::days;
use trackway_domain::link::LinkId;
use trackway_domain::money::Mills;
use trackway_domain::utc_day::UtcDay;
use trackway_store::link_days::LinkDay;

pub(crate) async fn stats(
    State(fansly): State<Fansly>,
    Reading(access): Reading,
    Path((_, id)): Path<(String, String)>,
    uri: Uri,
) -> Result<Answer, Error> {
    let Span { first, last } = Span::parse(&uri, fansly.app.clock.now())?;
    let key = fields::key("id", &id)?;
    let (view, days) = days(&fansly.app, access.within(), &key, first, last).await?;
    let by_day = days.into_iter().map(|day| (day.day, day)).collect::<BTreeMap<_, _>>();
    let each_day = std::iter::successors(Some(first), |day| Some(day.next())).take_while(|day| *day <= last);
    let rows = each_day.map(|day| row(view.link.id, by_day.get(&day).copied().unwrap_or_else(|| empty(day))));
    Ok(Answer::response(StatusCode::OK, "Success", rows.collect()))
}

fn row(link: LinkId, day: LinkDay) -> Value {
    json!({
        "trackingLinkId": link.to_string(),
        "timestamp": day.day.start_milliseconds(),
        "clicks": day.clicks,
        "claims": day.claims,
        "follows": day.follows,
        "subscriptions": day.subscriptions,
        "totalGross": day.gross.0,
        "totalNet": day.net.0,
    })
}

fn empty(day: UtcDay) -> LinkDay {
    LinkDay { day, clicks: 0, claims: 0, follows: 0, subscriptions: 0, gross: Mills(0), net: Mills(0) }
}

/// The days that are asked for, both ends included.
struct Span {
    first: UtcDay,
    last: UtcDay,
}

/// How many days are given where nothing is said, and at most.
const USUAL: i64 = 30;
const MOST: i64 = 3_660;

impl Span {
    fn parse(uri: &Uri, now: Timestamp) -> Result<Self, Error> {
        #[derive(Deserialize)]
        struct Parameters {
            after: Option<String>,
            before: Option<String>,
        }
        let parsed = Query::<Parameters>::try_from_uri(uri);
        let Query(Parameters { after, before }) = parsed.map_err(|_| Error::Invalid("after and before may be given once".to_owned()))?;
        let last = day("before", before)?.unwrap_or_else(|| UtcDay::of(now));
        let first = day("after", after)?.unwrap_or_else(|| UtcDay::from_number(last.number() - USUAL + 1));
        let days = last.number() - first.number() + 1;
        match days {
            ..=0 => Err(Error::Invalid("after must not be later than before".to_owned())),
            1..=MOST => Ok(Self { first, last }),
            _ => Err(Error::Invalid(format!("after and before must be at most {MOST} days apart"))),
        }
    }
}

/// A time as ISO 8601 or as milliseconds since 1970.
fn day(name: &str, text: Option<String>) -> Result<Option<UtcDay>, Error> {
    let Some(text) = text else { return Ok(None) };
    let milliseconds = || text.parse().ok().and_then(|number| Timestamp::from_millisecond(number).ok());
    let date = || format!("{text}T00:00:00Z").parse::<Timestamp>().ok();
    let at = milliseconds().or_else(|| text.parse().ok()).or_else(date);
    let words = || Error::Invalid(format!("{name} must be an ISO 8601 time or milliseconds since 1970"));
    at.map(|at| Some(UtcDay::of(at))).ok_or_else(words)
}
