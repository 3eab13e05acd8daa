//! `GET /api/stats/links`: the links that count most.

use super::breakdown::{MOST, USUAL};
use super::numbers::{numbers, order, with_numbers};
use super::question;
use crate::failure::Failure;
use crate::query::Parameters;
use crate::{Trackway, door};
use axum::Json;
use axum::extract::State;
use http::{Extensions, Uri};
use serde_json::{Map, Value, json};
use trackway_app::stats::{LinkCaption, top_links, totals};
use trackway_domain::code::Code;
use trackway_domain::destination::Destination;
use trackway_domain::key::KeyScope;
use trackway_domain::workspace::WorkspaceId;

pub(crate) async fn links(State(state): State<Trackway>, uri: Uri, extensions: Extensions) -> Result<Json<Map<String, Value>>, Failure> {
    let actor = door::allowed(&extensions, KeyScope::StatsRead)?;
    let mut parameters = Parameters::of(&uri);
    let order = order(&mut parameters);
    let limit = parameters.whole("limit", USUAL, MOST);
    let read = question::read(&state, &actor, parameters).await?;
    let mut rows = top_links::top_links(&state.app, &read.asked, read.previous.as_ref(), order, limit + 1).await?;
    let totals = totals::totals(&state.app, &read.asked).await?;
    let has_more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let row = |row: top_links::Row| with_numbers(link(&state, actor.workspace, &row.link), &row.numbers, row.previous.as_ref());
    let mut answer = read.head(&state);
    answer.insert("totals".to_owned(), numbers(&totals));
    answer.insert("links".to_owned(), rows.into_iter().map(row).collect());
    answer.insert("hasMore".to_owned(), has_more.into());
    Ok(Json(answer))
}

fn link(state: &Trackway, workspace: WorkspaceId, link: &LinkCaption) -> Value {
    json!({
        "id": link.uuid,
        "code": link.code,
        "shortUrl": state.app.short_url(workspace, link.domain.as_ref(), &Code::stored(link.code.clone())),
        "name": link.name,
        "destination": link.destination.as_ref().map(Destination::as_str),
        "isDeleted": link.is_deleted,
    })
}
