//! `GET /api/links/ranked`: links in the order of a number that they carry, a page at a time.

use crate::failure::Failure;
use crate::links::row::row;
use crate::report::account_id;
use crate::{Trackway, door};
use axum::Json;
use axum::extract::{Query, State};
use http::{Extensions, Uri};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use trackway_app::{Actor, links};
use trackway_domain::key::KeyScope;
use trackway_store::links::{LinkNumber, LinkOrder, LinkQuery};

/// How many are given where nothing is said, and at most.
const USUAL: u32 = 100;
const MOST: u32 = 200;

/// Nobody counts further than one beyond this.
const COUNTED: u32 = 1_000_000;

/// How many can be passed over.
const LAST: u32 = 10_000_000;

pub(crate) async fn ranked(State(state): State<Trackway>, uri: Uri, extensions: Extensions) -> Result<Json<Value>, Failure> {
    let actor = door::allowed(&extensions, KeyScope::LinksRead)?;
    let query = read(&actor, &uri)?;
    let (page, total) = (links::find::list(&state.app, &query).await?, links::find::count(&state.app, &query, COUNTED).await?);
    let rows = page.items.iter().map(|view| row(&state.app.public_url, view)).collect::<Vec<_>>();
    Ok(Json(json!({"links": rows, "total": total, "hasMore": page.has_more})))
}

fn read(actor: &Actor, uri: &Uri) -> Result<LinkQuery, Failure> {
    let Query(parameters) = Query::<BTreeMap<String, String>>::try_from_uri(uri).map_err(|error| Failure::field("query", error))?;
    let said = |name: &str| parameters.get(name).map(String::as_str).filter(|text| !text.is_empty());
    let whole = |name: &str, usual: u32, bounds: std::ops::RangeInclusive<u32>| {
        let number = said(name).map_or(Some(usual), |text| text.parse().ok().filter(|number| bounds.contains(number)));
        number.ok_or_else(|| Failure::field(name, format!("must be a whole number from {} to {}", bounds.start(), bounds.end())))
    };
    let mut within = actor.within();
    if let Some(text) = said("accountId") {
        let named = account_id(text).ok_or_else(|| Failure::field("accountId", "must be an account's id"))?;
        within.account = within.account.or(Some(named));
    }
    let state = state(said("state"))?;
    Ok(LinkQuery {
        search: said("search").map(|text| text.chars().take(255).collect()),
        is_paused: state.0,
        is_archived: state.1,
        order: order(said("sort").unwrap_or("newest"))?,
        offset: whole("offset", 0, 0..=LAST)?,
        ..LinkQuery::all(within, whole("limit", USUAL, 1..=MOST)?)
    })
}

/// Whether paused, and whether archived.
fn state(text: Option<&str>) -> Result<(Option<bool>, Option<bool>), Failure> {
    match text.unwrap_or("current") {
        "current" => Ok((None, Some(false))),
        "active" => Ok((Some(false), Some(false))),
        "paused" => Ok((Some(true), Some(false))),
        "archived" => Ok((None, Some(true))),
        "all" => Ok((None, None)),
        _ => Err(Failure::field("state", "must be current, active, paused, archived or all")),
    }
}

/// A number's name, the largest first; with a minus before it, the smallest.
fn order(text: &str) -> Result<LinkOrder, Failure> {
    let (name, is_reversed) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
    let number = || LinkNumber::ALL.into_iter().find(|number| number.as_str() == name);
    match (name, is_reversed) {
        ("newest", false) => Ok(LinkOrder::Newest),
        ("newest", true) => Ok(LinkOrder::Oldest),
        (_, false) if let Some(number) = number() => Ok(LinkOrder::Most(number)),
        (_, true) if let Some(number) = number() => Ok(LinkOrder::Fewest(number)),
        _ => {
            let names = LinkNumber::ALL.map(LinkNumber::as_str).join(", ");
            Err(Failure::field("sort", format!("must be newest or one of {names}, with a minus before it for the other way round")))
        }
    }
}
