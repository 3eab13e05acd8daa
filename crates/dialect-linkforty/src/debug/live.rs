//! `GET /api/debug/live`: a socket that tells of clicks as they come in.
//!
//! Browsers open sockets across origins and send no key, so the query has a ticket and the origin must be this installation's own.

use crate::LinkForty;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::request::{Parameters, link_key};
use crate::values::{named, text};
use crate::webhooks::payload;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use http::HeaderMap;
use http::header::ORIGIN;
use serde_json::json;
use std::collections::HashMap;
use std::time::Duration;
use trackway_app::clicks::live::Listener;
use trackway_app::links;
use trackway_domain::link::LinkId;
use trackway_store::clicks::ClickRow;
use trackway_store::events::ClickEvent;
use trackway_store::links::{LinkKey, LinkView, Within};
use trackway_web::body::Object;

/// Largest message that a client may send: none is asked for.
const LARGEST: usize = 4_096;

/// Opens the socket.
pub(crate) async fn live(
    State(state): State<LinkForty>,
    headers: HeaderMap,
    Parameters(parameters): Parameters,
    socket: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Failure> {
    if !is_ours(&state, &headers) {
        return Err(Failure::ForeignOrigin);
    }
    let socket = socket.map_err(|_| Failure::NoSocket)?;
    let (token, link) = read(&parameters)?;
    let within = state.live.redeem(&token, state.app.clock.now()).ok_or(Failure::Unauthorized)?;
    let only = match link {
        Some(key) => Some(links::find::find(&state.app, within, &key).await?.link.id),
        None => None,
    };
    let listener = state.live.subscribe().ok_or(Failure::Unavailable)?;
    let view = View { state, within, only, known: HashMap::new() };
    Ok(socket.max_message_size(LARGEST).on_upgrade(move |socket| view.show(socket, listener)))
}

/// Programs say no origin, browsers always do.
fn is_ours(state: &LinkForty, headers: &HeaderMap) -> bool {
    headers.get(ORIGIN).is_none_or(|origin| origin.as_bytes() == state.app.public_url.origin().as_bytes())
}

fn read(parameters: &Object) -> Result<(String, Option<LinkKey>), Failure> {
    let mut fields = Fields::new(parameters);
    let token = fields.one(&["token"], text(64)).unwrap_or_default();
    let link = fields.one(&["linkId"], named(|text| link_key(text).ok_or("must be the id of a link")));
    Ok(fields.finish((token, link))?)
}

/// How often it is tried whether anybody is still there, and how long he may take to read.
const PING: Duration = Duration::from_secs(30);
const PATIENCE: Duration = Duration::from_secs(10);

async fn send(socket: &mut WebSocket, message: Message) -> bool {
    matches!(tokio::time::timeout(PATIENCE, socket.send(message)).await, Ok(Ok(())))
}

/// What one socket shows.
struct View {
    state: LinkForty,
    within: Within,
    only: Option<LinkId>,
    /// Links whose clicks came by: None for those that lie outside.
    known: HashMap<LinkId, Option<LinkView>>,
}

/// How many links are remembered.
const REMEMBERED: usize = 1_000;

impl View {
    async fn show(mut self, mut socket: WebSocket, mut listener: Listener) {
        let hello = json!({"type": "connected", "linkId": self.only.map(|link| link.to_string())});
        let mut open = send(&mut socket, Message::text(hello.to_string())).await;
        let mut pings = tokio::time::interval(PING);
        while open {
            open = tokio::select! {
                click = listener.next() => match click {
                    Some(click) => self.tell(&mut socket, &click).await,
                    None => false,
                },
                message = socket.recv() => matches!(message, Some(Ok(_))),
                _ = pings.tick() => send(&mut socket, Message::Ping(Bytes::new())).await,
            };
        }
    }

    /// Tells of a click that lies within; false where nobody listens any more.
    async fn tell(&mut self, socket: &mut WebSocket, click: &ClickRow) -> bool {
        if self.only.is_some_and(|only| only != click.link) {
            return true;
        }
        let Some(view) = self.link(click.link).await else { return true };
        send(
            socket,
            Message::text(
                json!({"type": "click_event", "data": payload::click(&ClickEvent::of(click, &view.link, &view.account))}).to_string(),
            ),
        )
        .await
    }

    async fn link(&mut self, id: LinkId) -> Option<&LinkView> {
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        if !self.known.contains_key(&id) {
            // A link that cannot be looked up now is not shown now.
            let found = links::find::find(&self.state.app, self.within, &LinkKey::Id(id)).await.ok();
            self.known.insert(id, found);
        }
        self.known.get(&id)?.as_ref()
    }
}
