//! What it costs to be sure: redirects over real sockets with a journal on a disk whose every sync takes a given time, in either mode.
//!
//! The edge runs inside this process, on two threads, since only here can the disk be slower than the machine's own; wrk loads it.

use anyhow::ensure;
use clap::Parser;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use trackway_benches::inside::Inside;
use trackway_benches::{load, say, seed};
use trackway_journal::Durability;
use trackway_journal::faults::FaultyDisk;

/// Measures redirects a second in `os` and in `fsync` mode on a slow disk
#[derive(Debug, Parser)]
struct Arguments {
    /// Milliseconds that a sync of the disk takes
    #[arg(long, default_value_t = 4)]
    sync_ms: u64,
    /// Connections kept alive
    #[arg(long, default_value_t = 512)]
    connections: u32,
    /// Seconds of load each time
    #[arg(long, default_value_t = 5)]
    seconds: u32,
    /// How often each mode is measured
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Links that exist and are asked for, the nth as often as 1/n
    #[arg(long, default_value_t = 10_000)]
    links: usize,
}

/// Seconds of load before anything is measured.
const WARM_SECONDS: u32 = 2;

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let modes = [("os", Durability::default()), ("fsync", Durability::Fsync)];
    let mut rates = modes.map(|_| Vec::new());
    for round in 1..=arguments.rounds {
        for ((name, durability), rates) in modes.iter().zip(&mut rates) {
            let (rate, syncs) = measure(*durability, &arguments)?;
            say(&format!("round {round}  {name:6} {rate:8.0} redirects/s  {syncs:6.0} syncs/s"));
            rates.push(rate);
        }
    }
    let [os, fsync] = rates.map(median);
    say(&format!("\nmedians  os {os:.0}  fsync {fsync:.0} redirects/s: {:.2} of os", fsync / os));
    Ok(())
}

/// Redirects and syncs a second.
fn measure(durability: Durability, arguments: &Arguments) -> anyhow::Result<(f64, f64)> {
    let folder = TempDir::new()?;
    let script = folder.path().join("load.lua");
    load::write_script(&script, arguments.links)?;
    let data = folder.path().join("data");
    seed::links(&data, arguments.links)?;
    let disk = FaultyDisk::default();
    disk.set(|faults| faults.sync_takes = Duration::from_millis(arguments.sync_ms));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let inside = Inside::open(&data, |options| {
        options.durability = durability;
        options.disk = Arc::new(disk.clone());
    })?;
    let address = runtime.block_on(inside.serve())?;
    load::wrk(address, &script, arguments.connections, WARM_SECONDS)?;
    let before = disk.syncs();
    let measured = load::wrk(address, &script, arguments.connections, arguments.seconds)?;
    ensure!(measured.errors == 0, "{} answers were no redirect", measured.errors);
    ensure!(inside.unrecorded() == 0, "{} clicks were not recorded", inside.unrecorded());
    Ok((measured.rate, (disk.syncs() - before) as f64 / f64::from(arguments.seconds)))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
