//! The accept loop: connections in, each served by hyper within limits, until the process is to stop.
//!
//! hyper and not a framework's own loop, since only here can a connection that never sends a request, or sends it a byte at a time, be
//! closed. What is served is the caller's.

use hyper::body::{Body, Incoming};
use hyper::server::conn::{http1, http2};
use hyper::service::HttpService;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use std::error::Error;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};

/// What a connection may cost.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections at once; more wait to be accepted.
    pub connections: usize,
    /// How long a request's head may take, and how long a connection may be idle.
    pub head: Duration,
    /// Most bytes in a request's head.
    pub head_bytes: usize,
    /// Most headers in a request.
    pub headers: usize,
    /// How long connections may go on after the process was told to stop.
    pub farewell: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { connections: 20_000, head: seconds(15), head_bytes: 16 * 1024, headers: 64, farewell: seconds(10) }
    }
}

/// Accepts connections until `stop` says true, then answers what was accepted and returns.
pub async fn serve<M, S, B>(listener: TcpListener, limits: Limits, stop: watch::Receiver<bool>, service_for: M)
where
    M: Fn(SocketAddr) -> S,
    S: HttpService<Incoming, ResBody = B> + Send + 'static,
    S::Error: Into<Box<dyn Error + Send + Sync>>,
    S::Future: Send,
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let places = Arc::new(Semaphore::new(limits.connections));
    let mut stopped = stop.clone();
    loop {
        let place = tokio::select! {
            place = Arc::clone(&places).acquire_owned() => place,
            _ = stopped.wait_for(|stop| *stop) => break,
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopped.wait_for(|stop| *stop) => break,
        };
        let Ok((stream, peer)) = accepted else {
            // Out of file descriptors, mostly: others are closing theirs.
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        let (service, stop) = (service_for(peer), stop.clone());
        tokio::spawn(async move {
            let _place = place;
            if let Err(error) = connection(stream, service, limits, stop).await {
                tracing::debug!(%peer, %error, "connection ended");
            }
        });
    }
    drop(listener);
    // Every place that can be had again belongs to a connection that is done.
    let all = u32::try_from(limits.connections).unwrap_or(u32::MAX);
    if tokio::time::timeout(limits.farewell, places.acquire_many(all)).await.is_err() {
        tracing::warn!("connections were cut off at shutdown");
    }
}

type Failure = Box<dyn Error + Send + Sync>;

async fn connection<S, B>(stream: TcpStream, service: S, limits: Limits, mut stop: watch::Receiver<bool>) -> Result<(), Failure>
where
    S: HttpService<Incoming, ResBody = B> + Send + 'static,
    S::Error: Into<Failure>,
    S::Future: Send,
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Failure>,
{
    stream.set_nodelay(true)?;
    let is_http2 = tokio::select! {
        is_http2 = tokio::time::timeout(limits.head, speaks_http2(&stream)) => is_http2??,
        _ = stop.wait_for(|stop| *stop) => return Ok(()),
    };
    match is_http2 {
        false => {
            let mut connection = pin!(http1_builder(limits).serve_connection(TokioIo::new(stream), service));
            if let Some(done) = until_stopped(connection.as_mut(), stop).await {
                return Ok(done?);
            }
            connection.as_mut().graceful_shutdown();
            Ok(connection.await?)
        }
        true => {
            let mut connection = pin!(http2_builder(limits).serve_connection(TokioIo::new(stream), service));
            if let Some(done) = until_stopped(connection.as_mut(), stop).await {
                return Ok(done?);
            }
            connection.as_mut().graceful_shutdown();
            Ok(connection.await?)
        }
    }
}

/// Runs a connection; None where the process is to stop before it is done.
async fn until_stopped<F: Future>(connection: F, mut stop: watch::Receiver<bool>) -> Option<F::Output> {
    tokio::select! {
        biased;
        done = connection => Some(done),
        _ = stop.wait_for(|stop| *stop) => None,
    }
}

/// Looks at the first bytes, without taking them, for HTTP/2's preface.
async fn speaks_http2(stream: &TcpStream) -> std::io::Result<bool> {
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
    builder.timer(TokioTimer::new()).header_read_timeout(limits.head);
    builder.max_headers(limits.headers).max_buf_size(limits.head_bytes.max(8 * 1024)).pipeline_flush(true);
    builder
}

fn http2_builder(limits: Limits) -> http2::Builder<TokioExecutor> {
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder.timer(TokioTimer::new()).max_concurrent_streams(100).max_send_buf_size(256 * 1024);
    builder.max_header_list_size(u32::try_from(limits.head_bytes).unwrap_or(u32::MAX));
    builder.keep_alive_interval(limits.head).keep_alive_timeout(limits.head);
    builder
}
