//! `trackway healthcheck`: asks the server that these settings are for whether it can do its work. For containers and monitors.

use crate::arguments::Settings;
use crate::commands::block_on;
use crate::{asking, output};
use anyhow::ensure;
use serde_json::json;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

pub(crate) fn run(settings: &Settings) -> anyhow::Result<()> {
    let listen = reached_at(settings.load()?.listen);
    let (status, body) = block_on(asking::get(listen, &listen.to_string(), "/health/ready"))?;
    let answer = serde_json::from_str::<serde_json::Value>(&body).unwrap_or_default();
    output::object(&json!({"address": listen.to_string(), "status": status, "checks": answer["checks"]}), settings.json);
    ensure!(status == 200, "the server at {listen} is not ready");
    Ok(())
}

/// Nobody can ask the unspecified address that a server may listen on.
fn reached_at(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}
