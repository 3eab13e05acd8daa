//! Sending one delivery: what goes out, what came back, and what that means.

use crate::connect::{ConnectError, Connector};
use crate::{retry_after, sign};
use bytes::Bytes;
use http::header::{CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper_util::client::legacy::{self, Error};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;
use tokio::time::timeout;
use trackway_app::clock::Clock;
use trackway_domain::event::EventId;
use trackway_domain::webhook::Webhook;
use url::Url;

/// What is sent.
#[derive(Clone, Debug)]
pub struct Message {
    /// The event: whoever is told twice knows it again by this.
    pub event: EventId,
    /// The event's name.
    pub name: &'static str,
    /// The body: JSON.
    pub body: Bytes,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What it means.
    pub verdict: Verdict,
    /// Its status, where there was an answer at all.
    pub status: Option<u16>,
    /// What was wrong.
    pub error: Option<String>,
    /// The beginning of its body.
    pub body: Option<String>,
}

/// What an answer means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The webhook has taken it.
    Taken,
    /// It is to be tried again, perhaps no sooner than after this time.
    Failed(Option<SignedDuration>),
    /// There will never be anybody there again.
    Gone,
}

/// Sends.
pub struct Client(legacy::Client<Connector, Full<Bytes>>);

/// How much of an answer's body is kept, in bytes, and how long it may take.
const BODY_KEPT: usize = 1_024;
const BODY_PATIENCE: Duration = Duration::from_secs(2);

impl Client {
    /// A client that opens its connections by this.
    #[must_use]
    pub fn new(connector: Connector) -> Self {
        let mut builder = legacy::Client::builder(TokioExecutor::new());
        builder.pool_timer(TokioTimer::new()).pool_idle_timeout(Duration::from_secs(20)).pool_max_idle_per_host(4);
        builder.http1_max_buf_size(64 * 1_024);
        Self(builder.build(connector))
    }

    /// Sends a message and says what came of it. Never follows a redirect.
    pub async fn send(&self, webhook: &Webhook, message: &Message, clock: &dyn Clock) -> Answer {
        let now = clock.now();
        let Some(request) = request(webhook, message, now) else { return Answer::failed("the address or a header cannot be sent") };
        let patience = Duration::from_millis(webhook.settings.timeout_milliseconds.into());
        match timeout(patience, self.0.request(request)).await {
            Ok(Ok(response)) => judge(response, clock.now()).await,
            Ok(Err(error)) => Answer::failed(&causes(&error)),
            Err(_) => Answer::failed(&format!("no answer within {} ms", patience.as_millis())),
        }
    }
}

impl Answer {
    pub(crate) fn failed(why: &str) -> Self {
        Self { verdict: Verdict::Failed(None), status: None, error: Some(why.to_owned()), body: None }
    }
}

fn request(webhook: &Webhook, message: &Message, now: Timestamp) -> Option<Request<Full<Bytes>>> {
    // However an address is spelt, it is what the one parser of URLs says that it means.
    let mut address = Url::parse(webhook.settings.url.as_str()).ok()?;
    address.set_fragment(None);
    let mut request = Request::post(address.as_str()).body(Full::new(message.body.clone())).ok()?;
    let headers = request.headers_mut();
    for header in &webhook.settings.headers {
        headers.insert(HeaderName::from_bytes(header.name().as_bytes()).ok()?, HeaderValue::from_str(header.value()).ok()?);
    }
    set(headers, webhook, message, now)?;
    Some(request)
}

/// The headers that are ours, whatever the maker of the webhook wishes.
fn set(headers: &mut HeaderMap, webhook: &Webhook, message: &Message, now: Timestamp) -> Option<()> {
    let id = message.event.to_string();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.entry(USER_AGENT).or_insert(HeaderValue::from_static(concat!("Trackway/", env!("CARGO_PKG_VERSION"))));
    let ours = [
        ("x-linkforty-event", message.name.to_owned()),
        ("x-linkforty-event-id", id.clone()),
        ("x-linkforty-signature", sign::linkforty(webhook, &message.body)),
        ("webhook-timestamp", now.as_second().to_string()),
        ("webhook-signature", sign::standard(webhook, &id, now, &message.body)),
        ("webhook-id", id),
    ];
    for (name, value) in ours {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_str(&value).ok()?);
    }
    Some(())
}

async fn judge(response: Response<Incoming>, now: Timestamp) -> Answer {
    let (status, asked) = (response.status(), retry_after::asked(response.headers(), now));
    let verdict = match status {
        status if status.is_success() => Verdict::Taken,
        StatusCode::GONE => Verdict::Gone,
        _ => Verdict::Failed(asked),
    };
    let error = match verdict {
        Verdict::Taken => None,
        _ if status.is_redirection() => Some(format!("the status is {}, and redirects are not followed", status.as_u16())),
        _ => Some(format!("the status is {}", status.as_u16())),
    };
    Answer { verdict, status: Some(status.as_u16()), error, body: beginning(response.into_body()).await }
}

/// The beginning of a body, as text. What comes too late or is too much is not waited for.
async fn beginning(mut body: Incoming) -> Option<String> {
    let mut read = Vec::new();
    let all = async {
        while let Some(Ok(frame)) = body.frame().await {
            read.extend_from_slice(frame.data_ref().map_or(&[][..], |data| &data[..]));
            if read.len() >= BODY_KEPT {
                break;
            }
        }
    };
    // Whatever was read by then is what is kept.
    let _ = timeout(BODY_PATIENCE, all).await;
    read.truncate(BODY_KEPT);
    // Not every store keeps a NUL in a text.
    let text = String::from_utf8_lossy(&read).replace('\0', "\u{fffd}");
    (!text.is_empty()).then_some(text)
}

/// What an error came from: the client's own words say little. Our connector's name their cause themselves.
fn causes(error: &Error) -> String {
    let mut deepest: &dyn std::error::Error = error;
    while let Some(source) = deepest.source() {
        deepest = source;
        if deepest.is::<ConnectError>() {
            break;
        }
    }
    deepest.to_string()
}
