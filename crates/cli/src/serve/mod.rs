//! `trackway serve`: the server, from its settings to its last click.

mod delivering;
#[cfg(feature = "tls")]
mod https;
#[cfg(not(feature = "tls"))]
#[path = "no_https.rs"]
mod https;
mod ingesting;
mod logging;
mod metrics;
mod notify;
pub(crate) mod open_files;
mod parts;
mod process;
mod router;
mod signals;
mod start;
mod upkeep;

use crate::configuration::{Configuration, range};
use clap::Args;
use ipnet::IpNet;
use serde::Serialize;
use std::net::SocketAddr;
use std::path::PathBuf;

#[derive(Debug, Args, Serialize)]
#[command(after_help = "Every setting can also stand in the file of --config, or in the environment as TRACKWAY_<NAME>.

Examples:
  trackway serve
  trackway serve --data /var/lib/trackway --listen 0.0.0.0:8080 --public-url https://go.example.com
  TRACKWAY_DURABILITY=fsync trackway serve --config /etc/trackway.toml")]
pub(crate) struct Options {
    /// The folder that holds everything [default: ./data]
    #[arg(long, value_name = "DIR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<PathBuf>,
    /// Where to listen [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR:PORT")]
    #[serde(skip_serializing_if = "Option::is_none")]
    listen: Option<SocketAddr>,
    /// Where visitors reach this installation [default: the listening address]
    #[arg(long, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    public_url: Option<String>,
    /// A file with settings (TOML)
    #[arg(long, value_name = "FILE", env = "TRACKWAY_CONFIG")]
    #[serde(skip)]
    config: Option<PathBuf>,
    /// A MaxMind-format file that says where addresses are
    #[arg(long, value_name = "FILE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    geoip: Option<PathBuf>,
    /// A proxy whose X-Forwarded-For is believed, as an address or range; may be given several times
    #[arg(long, value_name = "CIDR", value_parser = range)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    trusted_proxy: Vec<IpNet>,
}

impl Options {
    /// Serves that folder there, and everything else as usual.
    pub(crate) fn at(data: PathBuf, listen: SocketAddr) -> Self {
        Self { data: Some(data), listen: Some(listen), public_url: None, config: None, geoip: None, trusted_proxy: Vec::new() }
    }
}

/// Reads what the settings name, as a start does.
///
/// # Errors
/// What a start would complain of.
pub(crate) fn try_settings(configuration: &Configuration) -> anyhow::Result<()> {
    logging::filter(configuration)?;
    parts::public_url(configuration, configuration.listen)?;
    parts::geography(configuration)?;
    parts::blocklist(configuration)?;
    https::try_settings(configuration)?;
    parts::data_centers(configuration).map(|_| ())
}

pub(crate) fn run(options: Options) -> anyhow::Result<()> {
    let file = options.config.clone();
    let configuration = Configuration::load(file.as_deref(), options)?;
    logging::start(&configuration)?;
    open_files::raise_limit();
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(start::run(configuration))
}
