//! An app was opened by a link and asks what it means. It is a click like any other, and is taken down before the answer.

use crate::clicks::recorder::ClickRecorder;
use crate::error::Thing;
use crate::links::let_through::{Doorkeeper, Visitor};
use crate::links::resolve::{Target, resolve};
use crate::{App, Error, ids};
use jiff::Timestamp;
use std::net::IpAddr;
use std::sync::Arc;
use trackway_domain::click::{Click, ClickId, DestinationKind, Signals};
use trackway_domain::platform::Platform;
use trackway_domain::route::Route;
use trackway_store::links::{LinkKey, LinkView, Within};

/// What it takes to let somebody pass who is in the app already.
#[derive(Clone)]
pub struct AppDoor {
    /// Takes clicks down.
    pub recorder: Arc<dyn ClickRecorder>,
    /// Counts at links with a cap, as the redirect does.
    pub doorkeeper: Arc<Doorkeeper>,
}

/// Somebody in an app.
#[derive(Clone, Debug)]
pub struct AppVisit<'a> {
    /// Where the request came from.
    pub address: IpAddr,
    /// The phone's platform.
    pub platform: Platform,
    /// What the app says of the phone, as a browser would.
    pub user_agent: &'a str,
    /// The phone's language.
    pub language: &'a str,
    /// The query of the request.
    pub query: &'a str,
}

/// What an app gets.
#[derive(Clone, Debug)]
pub enum Opened {
    /// The link, and the click on it.
    Link(Box<LinkView>, ClickId, Timestamp),
    /// The link is over.
    Expired,
    /// The link holds people up, which only a browser can do.
    Held,
}

/// Opens a link of the workspace by its code; `prefix` is what stood before it.
///
/// # Errors
/// [`Error::NotFound`] for a link that is not there, is paused, or is not behind that prefix; the store's trouble.
pub async fn open_in_app(
    app: &App,
    door: &AppDoor,
    within: Within,
    prefix: Option<&str>,
    code: &str,
    visit: AppVisit<'_>,
) -> Result<Opened, Error> {
    let view = app.store.links().find(within, &LinkKey::Code(code.to_owned())).await?.ok_or(Error::NotFound(Thing::Link))?;
    let Some(Target::Link(route)) = resolve(app, code).await? else { return Err(Error::NotFound(Thing::Link)) };
    let is_behind = prefix.is_none_or(|prefix| route.prefixes.iter().any(|known| **known == *prefix));
    if route.is_paused || !is_behind {
        return Err(Error::NotFound(Thing::Link));
    }
    let at = app.clock.now();
    if route.expires_at.is_some_and(|end| end <= at) {
        return Ok(Opened::Expired);
    }
    if route.guard.is_some() {
        return Ok(Opened::Held);
    }
    if !passes(app, door, &route).await? {
        return Ok(Opened::Expired);
    }
    let click = ClickId(ids::uuid_at(at, &*app.random));
    door.recorder.record(&taken_down(click, at, &route, &visit)).await;
    Ok(Opened::Link(Box::new(view), click, at))
}

/// Whoever has the app open is a person.
async fn passes(app: &App, door: &AppDoor, route: &Route) -> Result<bool, Error> {
    match route.max_clicks {
        Some(limit) => Ok(door.doorkeeper.lets_through(app, route.link, limit, Visitor::Person).await?),
        None => Ok(true),
    }
}

fn taken_down<'a>(id: ClickId, at: Timestamp, route: &Route, visit: &AppVisit<'a>) -> Click<'a> {
    let destination = match visit.platform {
        Platform::Ios => DestinationKind::UniversalLink,
        Platform::Android => DestinationKind::AppLink,
        Platform::Web => DestinationKind::Original,
    };
    Click {
        id,
        link: route.link,
        at,
        address: visit.address,
        destination,
        signals: Signals::default(),
        user_agent: visit.user_agent,
        accept_language: visit.language,
        referrer: "",
        query: visit.query,
    }
}
