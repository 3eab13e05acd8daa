//! A million links: how soon a server with them listens, and what memory it holds after redirects drawn from a Zipf distribution.

use anyhow::ensure;
use clap::Parser;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use trackway_benches::process::Server;
use trackway_benches::{load, seed};

/// Measures a start with many links: time until it listens, memory before and after redirects
#[derive(Debug, Parser)]
struct Arguments {
    /// Links that exist
    #[arg(long, default_value_t = 1_000_000)]
    links: usize,
    /// Redirects, the nth link as often as 1/n
    #[arg(long, default_value_t = 200_000)]
    redirects: usize,
    /// Connections kept alive
    #[arg(long, default_value_t = 8)]
    connections: usize,
    /// How often it is started, each time with what the run before has left
    #[arg(long, default_value_t = 3)]
    rounds: usize,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let folder = TempDir::new()?;
    let data = folder.path().join("data");
    seed::links(&data, arguments.links)?;
    for round in 1..=arguments.rounds {
        let (server, took) = start(&data)?;
        let before = server.resident()?;
        let answered = load::zipf(server.address, arguments.links, arguments.redirects, arguments.connections)?;
        ensure!(answered == arguments.redirects, "{answered} of {} redirects were answered", arguments.redirects);
        say(&format!(
            "round {round}  {} links  listening after {:.0} ms  resident {} MB, {} MB after {answered} redirects",
            arguments.links,
            took.as_secs_f64() * 1e3,
            before / 1_000_000,
            server.resident()? / 1_000_000,
        ));
    }
    Ok(())
}

/// Starts the server that was built beside this program, with its defaults, and says how long it took until it listened.
fn start(data: &Path) -> anyhow::Result<(Server, Duration)> {
    let program = std::env::current_exe()?.with_file_name("trackway");
    ensure!(program.exists(), "{} is not built: cargo build --release --workspace", program.display());
    let address: SocketAddr = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let mut command = Command::new(program);
    command.args(["serve", "--listen", &address.to_string(), "--data"]).arg(data);
    let began = Instant::now();
    let server = Server::start(command, address)?;
    Ok((server, began.elapsed()))
}

#[expect(clippy::print_stdout, reason = "a benchmark prints")]
fn say(text: &str) {
    println!("{text}");
}
