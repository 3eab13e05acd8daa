//! What a redirect costs: bare hyper, nginx, and Trackway with ingestion paused and running, in turn, several rounds.

use anyhow::ensure;
use clap::Parser;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use trackway_benches::load::{self, Measured};
use trackway_benches::process::Server;
use trackway_benches::seed;

/// Measures redirects: CPU microseconds a request and requests a second, medians of several rounds
#[derive(Debug, Parser)]
struct Arguments {
    /// How often each server is measured
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Seconds of load each time
    #[arg(long, default_value_t = 5)]
    seconds: u32,
    /// Connections kept alive
    #[arg(long, default_value_t = 64)]
    connections: u32,
    /// Links that exist
    #[arg(long, default_value_t = 100_000)]
    links: usize,
    /// Links that are asked for, the nth as often as 1/n
    #[arg(long, default_value_t = 100_000)]
    hot: usize,
    /// Clicks that are stored before
    #[arg(long, default_value_t = 0)]
    clicks: usize,
    /// When a click counts as recorded: os or fsync
    #[arg(long, default_value = "os")]
    durability: String,
    /// Only these, separated by commas
    #[arg(long, default_value = "hyper,nginx,paused,whole")]
    only: String,
}

/// Long enough for the whole list of requests, which begins anew with each load.
const WARM_SECONDS: u32 = 5;

/// One server in one round.
struct Sample {
    name: &'static str,
    micros: f64,
    rate: f64,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let folder = TempDir::new()?;
    let script = folder.path().join("load.lua");
    load::write_script(&script, arguments.hot.min(arguments.links))?;
    let data = folder.path().join("seeded");
    seed::links(&data, arguments.links)?;
    seed::clicks(&data, arguments.clicks)?;
    let mut samples = Vec::new();
    for round in 1..=arguments.rounds {
        for name in ["hyper", "nginx", "paused", "whole"] {
            if arguments.only.split(',').any(|only| only == name) {
                let sample = measure(name, &arguments, folder.path(), &script)?;
                say(&format!("round {round}  {name:8} {:6.2} µs CPU a request  {:8.0} requests/s", sample.micros, sample.rate));
                samples.push(sample);
            }
        }
    }
    summary(&samples);
    Ok(())
}

fn measure(name: &'static str, arguments: &Arguments, folder: &Path, script: &Path) -> anyhow::Result<Sample> {
    let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let data = folder.join("data");
    let command = match name {
        "hyper" => {
            let mut command = Command::new(beside("bare-hyper")?);
            command.arg(address.to_string());
            command
        }
        "nginx" => nginx(folder, address)?,
        _ => trackway(&data, &folder.join("seeded"), address, name == "paused", &arguments.durability)?,
    };
    let server = Server::start(command, address)?;
    // Warm: threads started, memory mapped, every link of the load asked for once; what a cold miss costs is measured apart.
    load::wrk(address, script, arguments.connections, WARM_SECONDS)?;
    let drained = |expected: Option<u64>| -> anyhow::Result<u64> {
        let deadline = Instant::now() + Duration::from_secs(60);
        let mut last = seed::visits(&data)?;
        loop {
            std::thread::sleep(Duration::from_millis(400));
            let now = seed::visits(&data)?;
            if (now == last && expected.is_none_or(|expected| now >= expected)) || Instant::now() > deadline {
                return Ok(now);
            }
            last = now;
        }
    };
    let before_visits = if name == "whole" { drained(None)? } else { 0 };
    let before = server.cpu()?;
    let Measured { requests, rate, errors } = load::wrk(address, script, arguments.connections, arguments.seconds)?;
    if name == "whole" {
        drained(Some(before_visits + requests))?;
    }
    ensure!(errors == 0, "{name}: {errors} answers were no redirect");
    let micros = (server.cpu()? - before).as_secs_f64() * 1e6 / requests as f64;
    Ok(Sample { name, micros, rate })
}

fn trackway(data: &Path, seeded: &Path, address: SocketAddr, is_paused: bool, durability: &str) -> anyhow::Result<Command> {
    if data.exists() {
        fs::remove_dir_all(data)?;
    }
    let copied = Command::new("cp").arg("-r").arg(seeded).arg(data).status()?;
    ensure!(copied.success(), "the seeded data cannot be copied");
    let mut command = Command::new(beside("trackway")?);
    command.args(["serve", "--listen", &address.to_string(), "--data"]).arg(data);
    command.env("TRACKWAY_INGESTION", if is_paused { "off" } else { "on" }).env("TRACKWAY_DURABILITY", durability);
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

fn summary(samples: &[Sample]) {
    let median = |name: &str, value: fn(&Sample) -> f64| {
        let mut values = samples.iter().filter(|sample| sample.name == name).map(value).collect::<Vec<_>>();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied()
    };
    let reference = median("hyper", |sample| sample.micros).zip(median("hyper", |sample| sample.rate));
    say("\nmedians          µs CPU  × hyper   requests/s  × hyper");
    for name in ["hyper", "nginx", "paused", "whole"] {
        let Some((micros, rate)) = median(name, |sample| sample.micros).zip(median(name, |sample| sample.rate)) else { continue };
        let (cpu_ratio, rate_ratio) = reference.map_or((f64::NAN, f64::NAN), |(cpu, speed)| (micros / cpu, rate / speed));
        say(&format!("{name:16} {micros:6.2}  {cpu_ratio:7.2}   {rate:10.0}  {rate_ratio:7.2}"));
    }
}

#[expect(clippy::print_stdout, reason = "a benchmark prints")]
fn say(text: &str) {
    println!("{text}");
}
