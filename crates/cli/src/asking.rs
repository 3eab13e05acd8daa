//! Asking a server something over plain HTTP, once.

use anyhow::{Context as _, anyhow};
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper::Request;
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::header::{HOST, USER_AGENT};
use hyper_util::rt::TokioIo;
use std::time::Duration;
use tokio::net::{TcpStream, ToSocketAddrs};
use tokio::time::timeout;

/// How long an answer may take.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// The longest answer that is read, in bytes.
const LONGEST: usize = 1 << 16;

/// The status and body of an answer.
///
/// # Errors
/// Where nobody answers in time, or not as HTTP.
pub(crate) async fn get(address: impl ToSocketAddrs, host: &str, path: &str) -> anyhow::Result<(u16, String)> {
    timeout(PATIENCE, ask(address, host, path)).await.with_context(|| format!("{host} does not answer in {PATIENCE:?}"))?
}

/// Whether somebody listens there.
///
/// # Errors
/// Where nobody does.
pub(crate) async fn knock(address: impl ToSocketAddrs, host: &str) -> anyhow::Result<()> {
    let connected = timeout(PATIENCE, TcpStream::connect(address)).await;
    connected.with_context(|| format!("{host} does not answer in {PATIENCE:?}"))?.with_context(|| format!("cannot connect to {host}"))?;
    Ok(())
}

async fn ask(address: impl ToSocketAddrs, host: &str, path: &str) -> anyhow::Result<(u16, String)> {
    let stream = TcpStream::connect(address).await.with_context(|| format!("cannot connect to {host}"))?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    // Its errors are the request's, too.
    let driving = tokio::spawn(connection);
    let agent = concat!("trackway/", env!("CARGO_PKG_VERSION"));
    let request = Request::get(path).header(HOST, host).header(USER_AGENT, agent).body(Empty::<Bytes>::new())?;
    let answer = sender.send_request(request).await.with_context(|| format!("{host} does not answer"))?;
    let status = answer.status().as_u16();
    let body = Limited::new(answer.into_body(), LONGEST).collect().await.map_err(|error| anyhow!("{host}: {error}"))?;
    driving.abort();
    Ok((status, String::from_utf8_lossy(&body.to_bytes()).into_owned()))
}
