//! `GET /api/links/ranked`: links in the order of a number that they carry, a page at a time.

use crate::failure::Failure;
use crate::links::row::row;
use crate::query::Parameters;
use crate::report::account_id;
use crate::{Trackway, door};
use axum::Json;
use axum::extract::State;
use http::{Extensions, Uri};
use serde_json::{Value, json};
use trackway_app::{Actor, links};
use trackway_domain::key::KeyScope;
use trackway_domain::project::ProjectId;
use trackway_domain::text::Tag;
use trackway_store::links::{LinkNumber, LinkOrder, LinkQuery};
use uuid::Uuid;

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
    let rows = page.items.iter().map(|view| row(&state.app, view)).collect::<Vec<_>>();
    Ok(Json(json!({"links": rows, "total": total, "hasMore": page.has_more})))
}

fn read(actor: &Actor, uri: &Uri) -> Result<LinkQuery, Failure> {
    let mut parameters = Parameters::of(uri);
    let mut within = actor.within();
    let account = parameters.parsed("accountId", "an account's id", account_id);
    within.account = within.account.or(account);
    let states = "current, active, paused, archived or all";
    let (is_paused, is_archived) = parameters.parsed("state", states, state).unwrap_or((None, Some(false)));
    let names = LinkNumber::ALL.map(LinkNumber::as_str).join(", ");
    let orders = format!("newest or one of {names}, with a minus before it for the other way round");
    let offsets = format!("a whole number from 0 to {LAST}");
    let query = LinkQuery {
        search: parameters.text("search").map(|text| text.chars().take(255).collect()),
        is_paused,
        is_archived,
        project: parameters.parsed("projectId", "a project's id", |text| Uuid::try_parse(text).ok().map(ProjectId)),
        tag: parameters.parsed("tag", "a tag", |text| Tag::parse(text).ok()),
        order: parameters.parsed("sort", &orders, order).unwrap_or(LinkOrder::Newest),
        offset: parameters.parsed("offset", &offsets, |text| text.parse().ok().filter(|offset| *offset <= LAST)).unwrap_or(0),
        ..LinkQuery::all(within, parameters.whole("limit", USUAL, MOST))
    };
    parameters.finish()?;
    Ok(query)
}

/// Whether paused, and whether archived.
fn state(text: &str) -> Option<(Option<bool>, Option<bool>)> {
    match text {
        "current" => Some((None, Some(false))),
        "active" => Some((Some(false), Some(false))),
        "paused" => Some((Some(true), Some(false))),
        "archived" => Some((None, Some(true))),
        "all" => Some((None, None)),
        _ => None,
    }
}

/// A number's name, the largest first; with a minus before it, the smallest.
fn order(text: &str) -> Option<LinkOrder> {
    let (name, is_reversed) = text.strip_prefix('-').map_or((text, false), |name| (name, true));
    let number = LinkNumber::ALL.into_iter().find(|number| number.as_str() == name);
    match (number, is_reversed) {
        (Some(number), false) => Some(LinkOrder::Most(number)),
        (Some(number), true) => Some(LinkOrder::Fewest(number)),
        (None, false) => (name == "newest").then_some(LinkOrder::Newest),
        (None, true) => (name == "newest").then_some(LinkOrder::Oldest),
    }
}
