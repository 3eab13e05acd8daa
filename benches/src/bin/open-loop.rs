//! How long visitors wait who come by a timetable: bare hyper and Trackway at the same rate, half of what the slowest of them can do.

use anyhow::{Context as _, ensure};
use clap::Parser;
use std::path::Path;
use tempfile::TempDir;
use trackway_benches::load;
use trackway_benches::open_loop::{self, Report, Timetable};
use trackway_benches::subject::Subject;
use trackway_benches::{say, seed};

/// Measures latencies at a fixed rate, from the time at which each request should have left
#[derive(Debug, Parser)]
struct Arguments {
    /// Requests a second; half of the lowest maximum where it is not given
    #[arg(long)]
    rate: Option<f64>,
    /// Seconds of load each time
    #[arg(long, default_value_t = 10)]
    seconds: u32,
    /// How often each server is measured; their latencies are taken together
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Connections kept alive
    #[arg(long, default_value_t = 64)]
    connections: u32,
    /// Links that exist and are asked for, the nth as often as 1/n
    #[arg(long, default_value_t = 100_000)]
    links: usize,
    /// When a click counts as recorded: os or fsync
    #[arg(long, default_value = "os")]
    durability: String,
    /// Only these, separated by commas; the first is what the others are compared with
    #[arg(long, default_value = "hyper,paused,whole")]
    only: String,
}

/// Seconds of load before anything is measured.
const WARM_SECONDS: u32 = 3;

/// Where the distribution is looked at.
const QUANTILES: [(&str, f64); 5] = [("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p99.9", 0.999), ("max", 1.0)];

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let folder = TempDir::new()?;
    let seeded = folder.path().join("seeded");
    seed::links(&seeded, arguments.links)?;
    let subjects = Subject::ALL.into_iter().filter(|subject| subject.is_in(&arguments.only)).collect::<Vec<_>>();
    let bench = Bench { folder: folder.path(), seeded: &seeded, arguments: &arguments };
    let rate = match arguments.rate {
        Some(rate) => rate,
        None => bench.lowest_maximum(&subjects)? / 2.0,
    };
    let mut reports: Vec<Option<Report>> = subjects.iter().map(|_| None).collect();
    for _ in 0..arguments.rounds {
        for (subject, sum) in subjects.iter().zip(&mut reports) {
            let report = bench.at_rate(*subject, rate)?;
            match sum {
                Some(sum) => {
                    sum.latencies.add(&report.latencies)?;
                    sum.departures.add(&report.departures)?;
                }
                None => *sum = Some(report),
            }
        }
    }
    say(&format!("\nmicroseconds at {rate:.0} requests/s, and times {}", subjects.first().context("a server")?.name()));
    let reports = reports.into_iter().flatten().collect::<Vec<_>>();
    for (subject, report) in subjects.iter().zip(&reports) {
        say(&line(*subject, report, &reports[0]));
    }
    Ok(())
}

struct Bench<'a> {
    folder: &'a Path,
    seeded: &'a Path,
    arguments: &'a Arguments,
}

impl Bench<'_> {
    /// Requests a second of the slowest under a load that waits for its answers.
    fn lowest_maximum(&self, subjects: &[Subject]) -> anyhow::Result<f64> {
        let script = self.folder.join("load.lua");
        load::write_script(&script, self.arguments.links)?;
        let mut lowest = f64::INFINITY;
        for subject in subjects {
            let server = self.start(*subject)?;
            load::wrk(server.address, &script, self.arguments.connections, WARM_SECONDS)?;
            let rate = load::wrk(server.address, &script, self.arguments.connections, self.arguments.seconds)?.rate;
            say(&format!("{:8} at most {rate:8.0} requests/s", subject.name()));
            lowest = lowest.min(rate);
        }
        Ok(lowest)
    }

    fn at_rate(&self, subject: Subject, rate: f64) -> anyhow::Result<Report> {
        let requests = load::visits(self.arguments.links, 200_000).iter().map(load::request).collect::<Vec<_>>();
        let server = self.start(subject)?;
        let for_seconds = |seconds: u32| Timetable {
            rate,
            requests: (rate * f64::from(seconds)) as usize,
            connections: self.arguments.connections as usize,
        };
        open_loop::run(server.address, &requests, for_seconds(WARM_SECONDS))?;
        let report = open_loop::run(server.address, &requests, for_seconds(self.arguments.seconds))?;
        ensure!(report.errors == 0, "{}: {} answers were no redirect", subject.name(), report.errors);
        Ok(report)
    }

    fn start(&self, subject: Subject) -> anyhow::Result<trackway_benches::process::Server> {
        subject.start(self.folder, self.seeded, &[("TRACKWAY_DURABILITY", &self.arguments.durability)])
    }
}

fn line(subject: Subject, report: &Report, reference: &Report) -> String {
    let micros = |report: &Report, quantile: f64| report.latencies.value_at_quantile(quantile) as f64 / 1e3;
    let late = report.departures.value_at_quantile(0.99) as f64 / 1e3;
    let column = |(name, quantile): (&str, f64)| {
        let value = micros(report, quantile);
        format!("  {name} {value:9.1} ({:5.2})", value / micros(reference, quantile))
    };
    format!("{:8}{}  left late p99 {late:.1}", subject.name(), QUANTILES.map(column).concat())
}
