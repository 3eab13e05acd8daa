//! The accept loop: connections in, each served by hyper within limits, until the process is to stop.
//!
//! hyper and not a framework's own loop, since only here can a connection that never sends a request, or sends it a byte at a time, be
//! closed. hyper's own timeout would set a timer for every request, which costs a tenth of a redirect; here the connections note what
//! they are doing, and one task looks at them all once a second (see [`crate::seats`]). What is served is the caller's.

use crate::heads::Heads;
use crate::seats::{Seat, SeatedStream, Seats};
use hyper::body::{Body, Incoming};
use hyper::server::conn::{http1, http2};
use hyper::service::HttpService;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use std::error::Error;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};

/// What a connection may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections at once; more wait to be accepted.
    pub connections: usize,
    /// How long a request's head may take, and how long a client may read nothing of its answer.
    pub patience: Duration,
    /// How long a connection may stay open between requests: longer than proxies in front keep theirs.
    pub idle: Duration,
    /// Most bytes in a request's head, at least 8 KiB.
    pub head_bytes: usize,
    /// How long connections may go on after the process was told to stop.
    pub farewell: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { connections: 20_000, patience: seconds(15), idle: seconds(75), head_bytes: 16 * 1024, farewell: seconds(10) }
    }
}

/// What is agreed on with whoever has just connected, before he may ask for anything.
pub trait Greeting: Send + Sync + 'static {
    /// What his requests come by then.
    type Stream: AsyncRead + AsyncWrite + Unpin + Send + 'static;

    /// Greets. Says too whether he speaks HTTP/2. Whoever takes longer than [`Limits::patience`] is sent away.
    fn greet(&self, stream: TcpStream) -> impl Future<Output = io::Result<(Self::Stream, bool)>> + Send;
}

/// Nothing is agreed on: HTTP/2 is known by its first bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Plain;

impl Greeting for Plain {
    type Stream = TcpStream;

    async fn greet(&self, stream: TcpStream) -> io::Result<(TcpStream, bool)> {
        let is_http2 = speaks_http2(&stream).await?;
        Ok((stream, is_http2))
    }
}

/// Accepts connections until `stop` says true, then answers what was accepted and returns. Each connection has a service of its own, made
/// for its seat, on which the service notes when a request begins and ends.
pub async fn serve<G, M, S, B>(listener: TcpListener, greeting: G, limits: Limits, mut stop: watch::Receiver<bool>, service_for: M)
where
    G: Greeting,
    M: Fn(SocketAddr, Arc<Seat>) -> S,
    S: HttpService<Incoming, ResBody = B> + Send + 'static,
    S::Error: Into<Failure>,
    S::Future: Send,
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Failure>,
{
    let greeting = Arc::new(greeting);
    let places = Arc::new(Semaphore::new(limits.connections));
    let seats = Seats::new(limits.patience, limits.idle);
    let keeping = tokio::spawn(Seats::keep(Arc::clone(&seats)));
    while let Some((place, stream, peer)) = next(&listener, &places, &mut stop).await {
        let seat = seats.take();
        let (service, guarded) = (service_for(peer, Arc::clone(&seat)), Arc::clone(&seat));
        let greeting = Arc::clone(&greeting);
        let task = tokio::spawn(async move {
            let _place = place;
            if let Err(error) = connection(stream, &*greeting, service, limits, &guarded).await {
                // Whose connection it was is not said: peers are visitors.
                tracing::debug!(%error, "connection ended");
            }
            guarded.leave();
        });
        seat.belongs_to(task.abort_handle());
    }
    drop(listener);
    seats.say_goodbye();
    // Every place that can be had again belongs to a connection that is done.
    let all = u32::try_from(limits.connections).unwrap_or(u32::MAX);
    if tokio::time::timeout(limits.farewell, places.acquire_many(all)).await.is_err() {
        tracing::warn!("connections were cut off at shutdown");
    }
    keeping.abort();
}

type Failure = Box<dyn Error + Send + Sync>;
type Place = tokio::sync::OwnedSemaphorePermit;

/// The next connection, with its place among those that may be open at once; None when the process is to stop.
async fn next(listener: &TcpListener, places: &Arc<Semaphore>, stop: &mut watch::Receiver<bool>) -> Option<(Place, TcpStream, SocketAddr)> {
    let place = tokio::select! {
        place = Arc::clone(places).acquire_owned() => place.ok()?,
        _ = stop.wait_for(|stop| *stop) => return None,
    };
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.wait_for(|stop| *stop) => return None,
        };
        match accepted {
            Ok((stream, peer)) => return Some((place, stream, peer)),
            // Out of file descriptors, mostly: others are closing theirs.
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
}

async fn connection<G, S, B>(stream: TcpStream, greeting: &G, service: S, limits: Limits, seat: &Arc<Seat>) -> Result<(), Failure>
where
    G: Greeting,
    S: HttpService<Incoming, ResBody = B> + Send + 'static,
    S::Error: Into<Failure>,
    S::Future: Send,
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Failure>,
{
    stream.set_nodelay(true)?;
    let (stream, is_http2) = greeting.greet(stream).await?;
    let heads = if is_http2 { Heads::unwatched() } else { Heads::watched() };
    let stream = TokioIo::new(SeatedStream::new(stream, Arc::clone(seat), heads));
    if is_http2 {
        let mut connection = Box::pin(http2_builder(limits).serve_connection(stream, service));
        Ok(seat.attend(connection.as_mut(), http2::Connection::graceful_shutdown).await?)
    } else {
        let mut connection = Box::pin(http1_builder(limits).serve_connection(stream, service).with_upgrades());
        Ok(seat.attend(connection.as_mut(), http1::UpgradeableConnection::graceful_shutdown).await?)
    }
}

/// Looks at the first bytes, without taking them, for HTTP/2's preface.
async fn speaks_http2(stream: &TcpStream) -> io::Result<bool> {
    const PREFACE: &[u8; 24] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    let mut seen = [0; PREFACE.len()];
    loop {
        let length = stream.peek(&mut seen).await?;
        if length == 0 || seen[..length] != PREFACE[..length] {
            return Ok(false);
        }
        if length == PREFACE.len() {
            return Ok(true);
        }
        // Part of the preface: what was peeked at stays readable, so only time tells when there is more.
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

fn http1_builder(limits: Limits) -> http1::Builder {
    let mut builder = http1::Builder::new();
    builder.max_buf_size(limits.head_bytes.max(8 * 1024));
    builder
}

fn http2_builder(limits: Limits) -> http2::Builder<TokioExecutor> {
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder.timer(TokioTimer::new()).max_concurrent_streams(100).max_send_buf_size(256 * 1024);
    builder.max_header_list_size(u32::try_from(limits.head_bytes).unwrap_or(u32::MAX));
    builder.keep_alive_interval(limits.patience).keep_alive_timeout(limits.patience);
    builder
}
