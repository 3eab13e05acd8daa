//! `GET /api/links`: newest first, a bare array; how it goes on stands in the headers.

use crate::LinkForty;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::links::paging::{self, Position, Total};
use crate::links::row::row;
use crate::request::{Parameters, Reader, link_key};
use crate::row::Row;
use crate::values::{named, number, text, time, uuid};
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::Uri;
use trackway_app::{Actor, Error, links};
use trackway_domain::link::LinkId;
use trackway_domain::project::ProjectId;
use trackway_domain::template::TemplateId;
use trackway_domain::text::Tag;
use trackway_store::links::{LinkKey, LinkQuery};
use trackway_web::body::Object;

/// How many links a page has at most, and where nothing is said.
const LIMIT: u32 = 100;

/// The last page that can be asked for: with the largest limit the number of links to pass over still fits.
const LAST_PAGE: u32 = 10_000_000;

/// Lists links.
pub(crate) async fn list(
    State(state): State<LinkForty>,
    Reader(actor): Reader,
    uri: Uri,
    Parameters(parameters): Parameters,
) -> Result<Response, Failure> {
    let (query, position) = read(&state, &actor, &parameters).await?;
    let everything = LinkQuery { behind: None, ..query.clone() };
    let (page, total) =
        tokio::try_join!(links::find::list(&state.app, &query), links::find::count(&state.app, &everything, Total::EXACT + 1))?;
    let total = Total(total);
    let next = page.items.last().filter(|_| page.has_more).map(|view| view.link.id);
    let rows = page.items.iter().map(|view| row(&state.app, view)).collect::<Vec<Row>>();
    Ok((paging::headers(&uri, position, query.limit, total, next), Json(rows)).into_response())
}

async fn read(state: &LinkForty, actor: &Actor, parameters: &Object) -> Result<(LinkQuery, Position), Failure> {
    let mut fields = Fields::new(parameters);
    let page = fields.one(&["page"], number(1..=LAST_PAGE));
    let cursor = fields.one(&["cursor"], named(|text| link_key(text).ok_or("must be the id of a link")));
    if page.is_some() && cursor.is_some() {
        fields.fault("cursor", "cannot be combined with page");
    }
    let limit = fields.one(&["limit"], number(1..=LIMIT)).unwrap_or(LIMIT);
    let query = LinkQuery {
        search: fields.one(&["search"], text(255)),
        is_paused: fields.one(&["status"], named(is_paused)),
        is_archived: fields.one(&["isArchived", "archived"], named(yes_or_no)),
        template: fields.one(&["templateId"], uuid).map(TemplateId),
        project: fields.one(&["projectId"], uuid).map(ProjectId),
        tag: fields.one(&["tag"], named(Tag::parse)),
        created_from: fields.one(&["createdAfter"], time),
        created_before: fields.one(&["createdBefore"], time),
        offset: (page.unwrap_or(1) - 1) * limit,
        ..LinkQuery::all(actor.within(), limit)
    };
    let behind = match cursor {
        Some(key) => behind(state, actor, key, &mut fields).await?,
        None => None,
    };
    let position = behind.map_or(Position::Page(page.unwrap_or(1)), |_| Position::Cursor);
    Ok((fields.finish(LinkQuery { behind, ..query })?, position))
}

/// The link to go on behind. A number needs no look: the list goes on behind it though the link be deleted meanwhile.
async fn behind(state: &LinkForty, actor: &Actor, key: LinkKey, fields: &mut Fields<'_>) -> Result<Option<LinkId>, Failure> {
    if let LinkKey::Id(id) = key {
        return Ok(Some(id));
    }
    match links::find::find(&state.app, actor.within(), &key).await {
        Ok(view) => Ok(Some(view.link.id)),
        Err(Error::NotFound(_)) => {
            fields.fault("cursor", "must be the id of a link");
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

fn is_paused(status: &str) -> Result<bool, &'static str> {
    match status {
        "active" => Ok(false),
        "inactive" => Ok(true),
        _ => Err("must be active or inactive"),
    }
}

fn yes_or_no(text: &str) -> Result<bool, &'static str> {
    text.parse().map_err(|_| "must be true or false")
}
