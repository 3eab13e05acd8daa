//! `GET /api/people`: persons, the last to be known first, in portions; with `linkId` those who opened that link, the last to open it first.

use crate::failure::Failure;
use crate::query::Parameters;
use crate::report::{account_id, link_key};
use crate::{Trackway, door};
use axum::Json;
use axum::extract::State;
use http::{Extensions, Uri};
use serde_json::{Value, json};
use trackway_app::{Actor, persons};
use trackway_domain::key::KeyScope;
use trackway_domain::person::{ExternalId, Person, PersonId};
use trackway_store::links::LinkKey;
use trackway_store::persons::{FanKind, LinkPerson, PeopleQuery, PersonQuery};
use uuid::Uuid;

/// How many are given where nothing is said, and at most.
const USUAL: u32 = 50;
const MOST: u32 = 100;

pub(crate) async fn list(State(state): State<Trackway>, uri: Uri, extensions: Extensions) -> Result<Json<Value>, Failure> {
    let actor = door::allowed(&extensions, KeyScope::StatsRead)?;
    let mut parameters = Parameters::of(&uri);
    let limit = parameters.whole("limit", USUAL, MOST);
    let link = parameters.parsed("linkId", "a link's id", link_key);
    let query = read(&actor, &mut parameters, limit);
    parameters.finish()?;
    if let Some(key) = link {
        return of_link(&state, &actor, &key, limit).await;
    }
    let page = persons::find::list(&state.app, &query).await?;
    let next = page.items.last().filter(|_| page.has_more).map(|person| person.id.to_string());
    Ok(Json(json!({"people": page.items.iter().map(|person| row(person, None)).collect::<Vec<_>>(), "nextCursor": next})))
}

/// Those who opened a link: the last of them, and no further.
async fn of_link(state: &Trackway, actor: &Actor, key: &LinkKey, limit: u32) -> Result<Json<Value>, Failure> {
    let query = |link| PersonQuery { link, clicked_from: None, clicked_before: None, behind: None, limit };
    let page = persons::find::of_link(&state.app, actor.within(), key, query).await?;
    let rows = page.items.iter().map(|found| row(&found.person, Some(found))).collect::<Vec<_>>();
    Ok(Json(json!({"people": rows, "nextCursor": null})))
}

fn read(actor: &Actor, parameters: &mut Parameters, limit: u32) -> PeopleQuery {
    let mut within = actor.within();
    let account = parameters.parsed("accountId", "an account's id", account_id);
    within.account = within.account.or(account);
    let fan = parameters.parsed("fan", "follower or subscriber", |text| match text {
        "follower" => Some(FanKind::Follower),
        "subscriber" => Some(FanKind::Subscriber),
        _ => None,
    });
    let behind = parameters.parsed("cursor", "one that was given out", |text| Uuid::try_parse(text).ok().map(PersonId));
    let search = parameters.text("search").map(|text| text.chars().take(255).collect());
    PeopleQuery { within, search, fan, behind, limit }
}

fn row(person: &Person, of_link: Option<&LinkPerson>) -> Value {
    json!({
        "id": person.id.to_string(),
        "accountId": person.account.map(|account| account.to_string()),
        "externalId": person.external_id.as_ref().map(ExternalId::as_str),
        "handle": person.profile.handle,
        "displayName": person.profile.display_name,
        "firstSeenAt": format!("{:.3}", person.first_seen_at),
        "followedAt": person.fan.followed_at.map(|at| format!("{at:.3}")),
        "subscribedAt": person.fan.subscribed_at.map(|at| format!("{at:.3}")),
        "isSubscriber": person.fan.is_subscriber,
        "spent": person.fan.spent.to_string(),
        "clickedAt": of_link.map(|found| format!("{:.3}", found.clicked_at)),
    })
}
