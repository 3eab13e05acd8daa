//! What a redirect costs: bare hyper, nginx, and Trackway with ingestion paused and running, in turn, several rounds.

use anyhow::ensure;
use clap::Parser;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use trackway_benches::load::{self, Measured};
use trackway_benches::open_loop::{self, Timetable};
use trackway_benches::subject::{Subject, data, drained};
use trackway_benches::{say, seed};

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
    /// Links that exist; with several numbers Trackway is measured over each
    #[arg(long, value_delimiter = ',', default_value = "100000")]
    links: Vec<usize>,
    /// Links that are asked for, the nth as often as 1/n
    #[arg(long, default_value_t = 100_000)]
    hot: usize,
    /// Clicks that are stored before; with several numbers Trackway is measured over each
    #[arg(long, value_delimiter = ',', default_value = "0")]
    clicks: Vec<usize>,
    /// Asks a server that has just started for every link, once, in place of all else
    #[arg(long)]
    cold: bool,
    /// When a click counts as recorded: os or fsync
    #[arg(long, default_value = "os")]
    durability: String,
    /// Only these, separated by commas
    #[arg(long, default_value = "hyper,nginx,paused,whole")]
    only: String,
}

/// Long enough for the whole list of requests, which begins anew with each load.
const WARM_SECONDS: u32 = 5;

/// What is stored before.
struct Stock {
    links: usize,
    clicks: usize,
    folder: PathBuf,
    script: PathBuf,
}

/// One server over one stock.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Row {
    subject: Subject,
    stock: usize,
}

/// One row in one round.
struct Sample {
    row: Row,
    micros: f64,
    rate: f64,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let folder = TempDir::new()?;
    let stocks = stocks(&arguments, folder.path())?;
    let rows = rows(&arguments, stocks.len());
    let mut samples = Vec::new();
    for round in 1..=arguments.rounds {
        for row in &rows {
            let sample = measure(*row, &stocks[row.stock], &arguments, folder.path())?;
            say(&format!(
                "round {round}  {:44} {:6.2} µs CPU a request  {:8.0} requests/s",
                title(*row, &stocks),
                sample.micros,
                sample.rate
            ));
            samples.push(sample);
        }
    }
    summary(&rows, &stocks, &samples);
    Ok(())
}

fn stocks(arguments: &Arguments, folder: &Path) -> anyhow::Result<Vec<Stock>> {
    let kinds = arguments.links.iter().flat_map(|links| arguments.clicks.iter().map(|clicks| (*links, *clicks)));
    kinds
        .map(|(links, clicks)| {
            let named = |ending: &str| folder.join(format!("{links}-{clicks}{ending}"));
            let stock = Stock { links, clicks, folder: named(""), script: named(".lua") };
            load::write_script(&stock.script, arguments.hot.min(links))?;
            seed::links(&stock.folder, links)?;
            seed::clicks(&stock.folder, clicks)?;
            Ok(stock)
        })
        .collect()
}

/// Servers without a store are measured once a round.
fn rows(arguments: &Arguments, stocks: usize) -> Vec<Row> {
    let chosen = Subject::ALL.into_iter().filter(|subject| subject.is_in(&arguments.only));
    chosen.flat_map(|subject| (0..if keeps_links(subject) { stocks } else { 1 }).map(move |stock| Row { subject, stock })).collect()
}

fn keeps_links(subject: Subject) -> bool {
    matches!(subject, Subject::Paused | Subject::Whole)
}

fn measure(row: Row, stock: &Stock, arguments: &Arguments, folder: &Path) -> anyhow::Result<Sample> {
    let server = row.subject.start(folder, &stock.folder, &[("TRACKWAY_DURABILITY", &arguments.durability)])?;
    let is_whole = row.subject == Subject::Whole;
    if !arguments.cold {
        // Warm: threads started, memory mapped, every link of the load asked for once.
        load::wrk(server.address, &stock.script, arguments.connections, WARM_SECONDS)?;
    }
    let before_visits = if is_whole { drained(&data(folder), 0)? } else { 0 };
    let before = server.cpu()?;
    let Measured { requests, rate, errors } = if arguments.cold {
        ask_each(&server, stock.links, arguments.connections)?
    } else {
        load::wrk(server.address, &stock.script, arguments.connections, arguments.seconds)?
    };
    if is_whole {
        drained(&data(folder), before_visits + requests)?;
    }
    ensure!(errors == 0, "{}: {errors} answers were no redirect", row.subject.name());
    let micros = (server.cpu()? - before).as_secs_f64() * 1e6 / requests as f64;
    Ok(Sample { row, micros, rate })
}

/// Asks for every link once, as fast as the connections allow.
fn ask_each(server: &trackway_benches::process::Server, links: usize, connections: u32) -> anyhow::Result<Measured> {
    let requests = load::visits_to_each(links).iter().map(load::request).collect::<Vec<_>>();
    let timetable = Timetable { rate: f64::INFINITY, requests: links, connections: connections as usize };
    let report = open_loop::run(server.address, &requests, timetable)?;
    Ok(Measured { requests: links as u64, rate: links as f64 / report.took.as_secs_f64(), errors: report.errors })
}

fn title(row: Row, stocks: &[Stock]) -> String {
    let Stock { links, clicks, .. } = &stocks[row.stock];
    match stocks.len() {
        1 => row.subject.name().to_owned(),
        _ if !keeps_links(row.subject) => row.subject.name().to_owned(),
        _ => format!("{:8} {links:>9} links {clicks:>9} clicks", row.subject.name()),
    }
}

fn summary(rows: &[Row], stocks: &[Stock], samples: &[Sample]) {
    let median = |row: Row, value: fn(&Sample) -> f64| {
        let mut values = samples.iter().filter(|sample| sample.row == row).map(value).collect::<Vec<_>>();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
    };
    let medians = |row: Row| (median(row, |sample| sample.micros), median(row, |sample| sample.rate));
    let hyper = medians(Row { subject: Subject::Hyper, stock: 0 });
    say(&format!("\n{:44} µs CPU  × hyper  × first   requests/s  × hyper", "medians"));
    for row in rows {
        let ((micros, rate), first) = (medians(*row), medians(Row { stock: 0, ..*row }));
        let [by_hyper, by_first, rate_by_hyper] = [micros / hyper.0, micros / first.0, rate / hyper.1].map(ratio);
        say(&format!("{:44} {micros:6.2}  {by_hyper:>7}  {by_first:>7}   {rate:10.0}  {rate_by_hyper:>7}", title(*row, stocks)));
    }
}

/// A dash where there is nothing to compare with.
fn ratio(value: f64) -> String {
    if value.is_nan() { "-".to_owned() } else { format!("{value:.2}") }
}
