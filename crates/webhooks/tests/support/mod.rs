//! An installation with webhooks, somebody who is told, and a courier between them.
#![allow(dead_code, reason = "each test file uses its own part")]

use async_trait::async_trait;
use bytes::Bytes;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use trackway_app::webhooks::reach::Reach;
use trackway_app::{Actor, webhooks};
use trackway_domain::destination::Destination;
use trackway_domain::key::{KeyScope, KeyScopes};
use trackway_domain::text::Name;
use trackway_domain::webhook::{Webhook, WebhookEvent, WebhookId, WebhookSettings};
use trackway_store::events::Event;
use trackway_store::outbox::Delivery;
use trackway_testbed::Testbed;
use trackway_webhooks::client::Client;
use trackway_webhooks::connect::{Connector, Resolve};
use trackway_webhooks::progress::Progress;
use trackway_webhooks::{Courier, Telling};

pub(crate) use rustls::RootCertStore;

/// A request as it was received.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) path: String,
    pub(crate) headers: http::HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("no {name}")).to_str().expect("text")
    }
}

/// What a receiver says; None where it never says anything.
pub(crate) type Says = Arc<dyn Fn(&Received) -> Option<String> + Send + Sync>;

/// Somebody who is told.
pub(crate) struct Receiver {
    pub(crate) address: SocketAddr,
    pub(crate) received: UnboundedReceiver<Received>,
}

impl Receiver {
    /// Listens on some port of this address.
    pub(crate) async fn on(address: Ipv4Addr, says: Says) -> Self {
        let listener = TcpListener::bind((address, 0)).await.expect("a port");
        let (address, (sender, received)) = (listener.local_addr().expect("an address"), unbounded_channel());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&says), sender.clone()));
            }
        });
        Self { address, received }
    }

    /// One that always says the same.
    pub(crate) async fn saying(answer: &str) -> Self {
        let answer = answer.to_owned();
        Self::on(Ipv4Addr::LOCALHOST, Arc::new(move |_| Some(answer.clone()))).await
    }

    /// One that listens, and never says anything.
    pub(crate) async fn silent() -> Self {
        Self::on(Ipv4Addr::LOCALHOST, Arc::new(|_| None)).await
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/hook", self.address)
    }

    /// All that was received so far.
    pub(crate) fn so_far(&mut self) -> Vec<Received> {
        std::iter::from_fn(|| self.received.try_recv().ok()).collect()
    }
}

/// An answer with a status, and headers if there are any.
pub(crate) fn status(status: u16, headers: &str) -> String {
    format!("HTTP/1.1 {status} Whatever\r\n{headers}content-length: 2\r\n\r\nok")
}

/// Reads requests and answers them, on one connection.
pub(crate) async fn serve(
    mut stream: impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
    says: Says,
    sender: UnboundedSender<Received>,
) {
    let mut unread = Vec::new();
    while let Some(received) = read(&mut stream, &mut unread).await {
        let answer = says(&received);
        let _ = sender.send(received);
        match answer {
            Some(answer) => stream.write_all(answer.as_bytes()).await.expect("a client"),
            None => std::future::pending().await,
        }
    }
}

async fn read(stream: &mut (impl tokio::io::AsyncRead + Unpin), unread: &mut Vec<u8>) -> Option<Received> {
    let end = loop {
        match unread.windows(4).position(|window| window == b"\r\n\r\n") {
            Some(at) => break at + 4,
            None => more(stream, unread).await?,
        }
    };
    let head = String::from_utf8(unread.drain(..end).collect()).expect("text");
    let mut lines = head.trim_end().split("\r\n");
    let path = lines.next().and_then(|line| line.split(' ').nth(1)).expect("a request line").to_owned();
    let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.parse().expect("a name"), value.parse().expect("a value")));
    let headers = lines.filter_map(header).collect::<http::HeaderMap>();
    let length = headers["content-length"].to_str().expect("text").parse().expect("a length");
    while unread.len() < length {
        more(stream, unread).await?;
    }
    Some(Received { path, headers, body: unread.drain(..length).collect() })
}

async fn more(stream: &mut (impl tokio::io::AsyncRead + Unpin), unread: &mut Vec<u8>) -> Option<()> {
    let mut block = [0; 16 * 1024];
    let length = stream.read(&mut block).await.ok().filter(|length| *length > 0)?;
    unread.extend_from_slice(&block[..length]);
    Some(())
}

/// Says what a test wants of names: the first answer first, and the last one for ever.
pub(crate) struct Names(Mutex<Vec<Vec<IpAddr>>>);

impl Names {
    pub(crate) fn saying(answers: &[&[&str]]) -> Arc<Self> {
        let parse = |answer: &&[&str]| answer.iter().map(|text| text.parse().expect("an address")).collect();
        Arc::new(Self(Mutex::new(answers.iter().map(parse).collect())))
    }

    /// Nobody asks for names.
    pub(crate) fn none() -> Arc<Self> {
        Self::saying(&[&[]])
    }
}

#[async_trait]
impl Resolve for Names {
    async fn resolve(&self, _: &str) -> io::Result<Vec<IpAddr>> {
        let mut answers = self.0.lock().expect("no panic");
        Ok(if answers.len() > 1 { answers.remove(0) } else { answers[0].clone() })
    }
}

/// A courier to whatever lies in these networks beside the open internet.
pub(crate) fn courier_to(bed: &Testbed, allowed: &[&str], names: Arc<Names>, roots: RootCertStore) -> Arc<Courier> {
    Arc::new(courier_alone(bed, allowed, names, roots))
}

pub(crate) fn courier_alone(bed: &Testbed, allowed: &[&str], names: Arc<Names>, roots: RootCertStore) -> Courier {
    let reach = Reach::with(allowed.iter().map(|network| network.parse().expect("a network")).collect());
    let telling: Telling = Arc::new(|event: &Event| {
        let text = serde_json::json!({"event": event.subject.name(), "event_id": event.id}).to_string();
        Bytes::from(text)
    });
    let client = Client::new(Connector::new(reach, names, roots));
    Courier::new(Arc::clone(&bed.app), client, telling, Arc::new(Progress::default()))
}

/// A courier to whoever listens on this machine.
pub(crate) fn courier(bed: &Testbed) -> Arc<Courier> {
    courier_to(bed, &["127.0.0.0/8"], Names::none(), RootCertStore::empty())
}

pub(crate) fn admin(bed: &Testbed) -> Actor {
    let scopes = KeyScopes::new(vec![KeyScope::Admin]);
    Actor { workspace: bed.workspace.id, user: bed.workspace.owner, account: None, key: None, scopes }
}

/// Settings of a webhook there, which wants to be told of links and webhooks.
pub(crate) fn settings(url: &str) -> WebhookSettings {
    WebhookSettings {
        name: Name::parse("Hook").expect("a name"),
        url: Destination::parse(url).unwrap_or_else(|error| panic!("{url}: {error}")),
        events: vec![WebhookEvent::Link, WebhookEvent::Webhook],
        headers: Vec::new(),
        attempts: WebhookSettings::ATTEMPTS,
        timeout_milliseconds: WebhookSettings::TIMEOUT_MILLISECONDS,
        is_active: true,
        clicks_at_once: 1,
    }
}

pub(crate) async fn hook(bed: &Testbed, url: &str) -> Webhook {
    hook_with(bed, settings(url)).await
}

/// A webhook whose address was taken before anybody looked at it: what is refused when it is named must not be reached either.
pub(crate) async fn hook_with(bed: &Testbed, settings: WebhookSettings) -> Webhook {
    let url = settings.url.clone();
    let open = Destination::parse("https://hooks.example.com/").expect("an address");
    let made = webhooks::create::create(&bed.app, &admin(bed), WebhookSettings { url: open, ..settings }).await.expect("a webhook");
    lead_to(bed, made.id, url).await
}

/// Gives a webhook another address, wherever that is.
pub(crate) async fn lead_to(bed: &Testbed, id: WebhookId, url: Destination) -> Webhook {
    let named =
        bed.app.store.webhooks().update(bed.workspace.id, id, bed.app.clock.now(), Box::new(move |settings| settings.url = url.clone()));
    named.await.expect("a store").expect("a webhook")
}

/// Sends it a test.
pub(crate) async fn test(bed: &Testbed, hook: &Webhook) -> Delivery {
    webhooks::test::test(&bed.app, &admin(bed), hook.id).await.expect("a delivery")
}

pub(crate) async fn find(bed: &Testbed, id: WebhookId) -> Webhook {
    webhooks::find::find(&bed.app, &admin(bed), id).await.expect("a webhook")
}

/// Its deliveries, the last event first.
pub(crate) async fn deliveries(bed: &Testbed, hook: &Webhook) -> Vec<Delivery> {
    webhooks::list_deliveries::list_deliveries(&bed.app, &admin(bed), hook.id, None, 1_000).await.expect("deliveries").items
}
