//! What is measured: the commands that start bare hyper, nginx, and Trackway over links that were made before.

use crate::process::Server;
use crate::seed;
use anyhow::ensure;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// A server by what it does for a redirect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// hyper's least.
    Hyper,
    /// nginx with a buffered log.
    Nginx,
    /// Trackway without ingestion: clicks stay in the journal.
    Paused,
    /// Trackway.
    Whole,
}

impl Subject {
    /// All, in the order in which they are measured.
    pub const ALL: [Self; 4] = [Self::Hyper, Self::Nginx, Self::Paused, Self::Whole];

    /// As in tables, and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Hyper => "hyper",
            Self::Nginx => "nginx",
            Self::Paused => "paused",
            Self::Whole => "whole",
        }
    }

    /// True where `list`, names separated by commas, has it.
    #[must_use]
    pub fn is_in(self, list: &str) -> bool {
        list.split(',').any(|name| name == self.name())
    }

    /// Starts it in `folder`; Trackway over a copy of the data folder `seeded`, with these settings in its environment.
    ///
    /// # Errors
    /// Where its program is missing or it does not listen.
    pub fn start(self, folder: &Path, seeded: &Path, settings: &[(&str, &str)]) -> anyhow::Result<Server> {
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let command = match self {
            Self::Hyper => {
                let mut command = Command::new(beside("bare-hyper")?);
                command.arg(address.to_string());
                command
            }
            Self::Nginx => nginx(folder, address)?,
            Self::Paused | Self::Whole => {
                let mut command = trackway(&data(folder), seeded, address)?;
                command.env("TRACKWAY_INGESTION", if self == Self::Whole { "on" } else { "off" }).envs(settings.iter().copied());
                command
            }
        };
        Server::start(command, address)
    }
}

/// Where the Trackway that was started in `folder` has its data.
#[must_use]
pub fn data(folder: &Path) -> PathBuf {
    folder.join("data")
}

/// Waits until no more visits come into the store, and there are at least so many; gives their number.
///
/// # Errors
/// Where the store cannot be read.
pub fn drained(data: &Path, expected: u64) -> anyhow::Result<u64> {
    let deadline = Instant::now() + Duration::from_secs(60);
    let mut last = seed::visits(data)?;
    loop {
        std::thread::sleep(Duration::from_millis(400));
        let now = seed::visits(data)?;
        if (now == last && now >= expected) || Instant::now() > deadline {
            return Ok(now);
        }
        last = now;
    }
}

fn trackway(data: &Path, seeded: &Path, address: SocketAddr) -> anyhow::Result<Command> {
    if data.exists() {
        fs::remove_dir_all(data)?;
    }
    let copied = Command::new("cp").args(["-r", "--reflink=auto"]).arg(seeded).arg(data).status()?;
    ensure!(copied.success(), "the seeded data cannot be copied");
    let mut command = Command::new(beside("trackway")?);
    command.args(["serve", "--listen", &address.to_string(), "--data"]).arg(data);
    Ok(command)
}

fn nginx(folder: &Path, address: SocketAddr) -> anyhow::Result<Command> {
    let configuration = folder.join("nginx.conf");
    let text = format!(
        "daemon off; worker_processes 2; pid {0}/nginx.pid; error_log {0}/nginx.error;\nevents {{ worker_connections 4096; }}\nhttp {{\n  \
access_log {0}/nginx.access combined buffer=64k flush=1s;\n  keepalive_requests 1000000000;\n  client_body_temp_path {0}/body; proxy_temp_path {0}/proxy; \
fastcgi_temp_path {0}/fastcgi; uwsgi_temp_path {0}/uwsgi; scgi_temp_path {0}/scgi;\n  server {{ listen {address}; location / {{ return 302 \
https://example.com/product/123?utm_source=bench; }} }}\n}}\n",
        folder.display()
    );
    fs::write(&configuration, text)?;
    let mut command = Command::new("nginx");
    command.arg("-c").arg(configuration);
    Ok(command)
}

/// A program that was built beside this one.
fn beside(name: &str) -> anyhow::Result<PathBuf> {
    let path = std::env::current_exe()?.with_file_name(name);
    ensure!(path.exists(), "{} is not built: cargo build --release --workspace", path.display());
    Ok(path)
}
