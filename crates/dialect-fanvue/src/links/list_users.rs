//! `GET …/tracking-links/{uuid}/users`: who opened a link and is known, the last to open it first, in portions.

use crate::Fanvue;
use crate::access::{Named, Reading};
use crate::error::Error;
use crate::{cursor, query};
use axum::Json;
use axum::extract::{Query, State};
use http::Uri;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use trackway_app::persons;
use trackway_domain::link::LinkId;
use trackway_domain::person::{ExternalId, Fan};
use trackway_store::persons::{BehindPerson, LinkPerson, PersonQuery};
use utoipa::ToSchema;
use uuid::Uuid;

pub(crate) async fn list_users(
    State(fanvue): State<Fanvue>,
    Reading(access): Reading,
    Named(key): Named,
    uri: Uri,
) -> Result<Json<Portion>, Error> {
    let wanted = Wanted::parse(&uri)?;
    let page = persons::find::of_link(&fanvue.app, access.actor.within(), &key, |link| wanted.of(link)).await?;
    let end = page.items.last().filter(|_| page.has_more);
    let next_cursor = end.map(|last| cursor::behind_person(BehindPerson { clicked_at: last.clicked_at, person: last.person.id }));
    Ok(Json(Portion { data: page.items.into_iter().map(User::new).collect(), next_cursor }))
}

/// A portion of the list, and where the next one begins.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Portion {
    data: Vec<User>,
    next_cursor: Option<String>,
}

/// A person as this dialect shows him: every key, always.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct User {
    uuid: Uuid,
    handle: String,
    display_name: String,
    nickname: Option<String>,
    is_top_spender: bool,
    avatar_url: Option<String>,
    #[schema(format = DateTime)]
    registered_at: String,
    status: Option<&'static str>,
    #[schema(format = DateTime)]
    subscribed_at: Option<String>,
    #[schema(format = DateTime)]
    followed_at: Option<String>,
    #[schema(format = DateTime)]
    clicked_at: String,
}

impl User {
    /// Whoever has told no handle goes by his id, and whoever has told no name by his handle.
    fn new(LinkPerson { person, clicked_at, is_top_spender }: LinkPerson) -> Self {
        let instant = |at: Timestamp| format!("{at:.3}");
        let id = person.external_id.as_ref().map_or("", ExternalId::as_str);
        let handle = person.profile.handle.unwrap_or_else(|| id.to_owned());
        Self {
            uuid: person.id.0,
            display_name: person.profile.display_name.unwrap_or_else(|| handle.clone()),
            handle,
            nickname: person.profile.nickname,
            is_top_spender,
            avatar_url: person.profile.avatar_url,
            registered_at: instant(person.first_seen_at),
            status: status(&person.fan),
            subscribed_at: person.fan.subscribed_at.map(instant),
            followed_at: person.fan.followed_at.map(instant),
            clicked_at: instant(clicked_at),
        }
    }
}

/// Who does both is a subscriber; whose subscription has ended is expired, unless he follows.
fn status(fan: &Fan) -> Option<&'static str> {
    match fan {
        Fan { is_subscriber: true, .. } => Some("subscriber"),
        Fan { followed_at: Some(_), .. } => Some("follower"),
        Fan { subscribed_at: Some(_), .. } => Some("expired"),
        Fan { .. } => None,
    }
}

/// How many are given where nothing is said, and at most.
const USUAL: u32 = 20;
const MOST: u32 = 50;

struct Wanted {
    limit: u32,
    behind: Option<BehindPerson>,
    clicked_from: Option<Timestamp>,
    clicked_before: Option<Timestamp>,
}

impl Wanted {
    fn parse(uri: &Uri) -> Result<Self, Error> {
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
        let cursor = parameters.cursor.map(|text| cursor::parse_person(&text).ok_or("cursor: must be one that was given out".to_owned()));
        let after = query::instant("createdAfter", parameters.created_after);
        let before = query::instant("createdBefore", parameters.created_before);
        match (limit, cursor.transpose(), after, before) {
            (Ok(limit), Ok(behind), Ok(clicked_from), Ok(clicked_before)) => Ok(Self { limit, behind, clicked_from, clicked_before }),
            (limit, cursor, after, before) => {
                let errors = [limit.err(), cursor.err(), after.err(), before.err()];
                Err(Error::Invalid(errors.into_iter().flatten().collect()))
            }
        }
    }

    fn of(self, link: LinkId) -> PersonQuery {
        let Self { limit, behind, clicked_from, clicked_before } = self;
        PersonQuery { link, clicked_from, clicked_before, behind, limit }
    }
}
