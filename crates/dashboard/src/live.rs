//! `GET /dashboard/live`: clicks as they come in, as events that the server sends, at most one a second. Each event says how many clicks
//! there were, and shows the last of them.

use crate::Dashboard;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream::unfold;
use http::{Extensions, HeaderValue, StatusCode};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use trackway_app::clicks::live::Listener;
use trackway_app::sessions::act::{ShownSession, act};
use trackway_app::{Error, links};
use trackway_domain::key::KeyScope;
use trackway_domain::link::LinkId;
use trackway_domain::targeting::Country;
use trackway_domain::text::Name;
use trackway_domain::traffic::TrafficClass;
use trackway_store::clicks::ClickRow;
use trackway_store::links::{LinkKey, LinkView, Within};

/// The least time between two events.
const PACE: Duration = Duration::from_secs(1);

/// How many clicks an event shows, and how many it counts at most.
const SHOWN: usize = 12;
const COUNTED: usize = 100_000;

/// How many links are remembered.
const REMEMBERED: usize = 1_000;

/// Opens the feed for somebody who has signed in.
pub(crate) async fn live(State(dashboard): State<Dashboard>, extensions: Extensions) -> Response {
    let Some(session) = extensions.get::<ShownSession>() else { return StatusCode::UNAUTHORIZED.into_response() };
    let actor = match act(&dashboard.app, session).await {
        Ok(Some(actor)) => actor,
        Ok(None) => return StatusCode::UNAUTHORIZED.into_response(),
        Err(Error::Unavailable) => return StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Err(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    if !actor.may(KeyScope::StatsRead) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let Some(listener) = dashboard.live.subscribe() else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    let feed = Feed { within: actor.within(), dashboard, listener, next_at: Instant::now(), known: HashMap::new() };
    let events = unfold(feed, |mut feed| async move { feed.event().await.map(|event| (Ok::<_, Infallible>(event), feed)) });
    let mut response = Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(20))).into_response();
    // A proxy that gathers answers would hold events back.
    response.headers_mut().insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

/// What one page is told.
struct Feed {
    dashboard: Dashboard,
    within: Within,
    listener: Listener,
    next_at: Instant,
    /// Links whose clicks came by: None for those that lie outside.
    known: HashMap<LinkId, Option<Arc<LinkView>>>,
}

impl Feed {
    /// The next event; None where there will be no more.
    async fn event(&mut self) -> Option<Event> {
        loop {
            let clicks = self.gather().await?;
            self.next_at = Instant::now() + PACE;
            if let Some(told) = self.tell(&clicks).await {
                return Some(Event::default().event("clicks").data(told.to_string()));
            }
        }
    }

    /// At least one click, and those that come until the next event may leave; None when the process is to stop.
    async fn gather(&mut self) -> Option<Vec<Arc<ClickRow>>> {
        let first = tokio::select! {
            click = self.listener.next() => click?,
            _ = self.dashboard.stopped.wait_for(|stopped| *stopped) => return None,
        };
        let mut clicks = vec![first];
        while clicks.len() < COUNTED {
            match timeout_at(self.next_at, self.listener.next()).await {
                Ok(Some(click)) => clicks.push(click),
                Ok(None) | Err(_) => break,
            }
        }
        Some(clicks)
    }

    /// Says what lies within; None where nothing does.
    async fn tell(&mut self, clicks: &[Arc<ClickRow>]) -> Option<Value> {
        let (mut count, mut humans, mut latest) = (0_u32, 0_u32, Vec::new());
        for click in clicks.iter().rev() {
            let Some(view) = self.link(click.link).await else { continue };
            count += 1;
            humans += u32::from(click.traffic == TrafficClass::Human);
            if latest.len() < SHOWN {
                latest.push(row(click, &view));
            }
        }
        (count > 0).then(|| json!({"clicks": count, "humans": humans, "latest": latest}))
    }

    async fn link(&mut self, id: LinkId) -> Option<Arc<LinkView>> {
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        if !self.known.contains_key(&id) {
            // A link that cannot be looked up now is not shown now.
            let found = links::find::find(&self.dashboard.app, self.within, &LinkKey::Id(id)).await.ok();
            self.known.insert(id, found.map(Arc::new));
        }
        self.known.get(&id)?.clone()
    }
}

fn row(click: &ClickRow, view: &LinkView) -> Value {
    let (place, agent) = (&*click.place, &click.user_agent.agent);
    json!({
        "id": click.id.to_string(),
        "linkId": view.link.uuid,
        "code": view.link.code.as_str(),
        "name": view.link.settings.name.as_ref().map(Name::as_str),
        "at": format!("{:.3}", click.at),
        "traffic": click.traffic.as_str(),
        "country": place.country.as_ref().map(Country::as_str),
        "city": place.city,
        "device": agent.device.as_str(),
        "system": agent.system,
        "browser": agent.browser,
        "referrer": click.referrer.as_deref(),
    })
}
