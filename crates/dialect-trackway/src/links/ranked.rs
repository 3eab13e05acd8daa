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
    let parameters = Parameters::of(uri, &["search", "sort", "state", "accountId", "projectId", "tag", "limit", "offset"])?;
    let mut within = actor.within();
    let account = parameters.parsed("accountId", "must be an account's id", account_id)?;
    within.account = within.account.or(account);
    let (is_paused, is_archived) = state(parameters.text("state"))?;
    let words = format!("must be a whole number from 0 to {LAST}");
    Ok(LinkQuery {
        search: parameters.text("search").map(|text| text.chars().take(255).collect()),
        is_paused,
        is_archived,
        project: parameters.parsed("projectId", "must be a project's id", |text| Uuid::try_parse(text).ok().map(ProjectId))?,
        tag: parameters.parsed("tag", "must be a tag", |text| Tag::parse(text).ok())?,
        order: order(parameters.text("sort").unwrap_or("newest"))?,
        offset: parameters.parsed("offset", &words, |text| text.parse().ok().filter(|offset| *offset <= LAST))?.unwrap_or(0),
        ..LinkQuery::all(within, parameters.whole("limit", USUAL, MOST)?)
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
