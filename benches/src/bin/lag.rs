//! How long a click takes to be seen: a server under a fixed rate of clicks, a link that nobody else opens, and the API that is asked for its
//! count until it moves.

use anyhow::{Context as _, bail, ensure};
use clap::Parser;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use trackway_app::links::create::CodeChoice;
use trackway_benches::load::{self, AGENTS};
use trackway_benches::open_loop::{self, Timetable};
use trackway_benches::subject::{Subject, data, drained};
use trackway_benches::{say, seed};
use trackway_domain::code::Code;
use trackway_domain::destination::Destination;
use trackway_domain::link::LinkSettings;

/// Measures the time from a click's answer to its count in the API
#[derive(Debug, Parser)]
struct Arguments {
    /// Clicks a second meanwhile
    #[arg(long, default_value_t = 20_000.0)]
    rate: f64,
    /// Seconds of load, and clicks that are waited for: one a second
    #[arg(long, default_value_t = 20)]
    seconds: u32,
    /// Connections kept alive
    #[arg(long, default_value_t = 64)]
    connections: usize,
    /// Links that exist and are asked for, the nth as often as 1/n
    #[arg(long, default_value_t = 100_000)]
    links: usize,
}

/// The link that nobody else opens.
const PROBE: &str = "probe-of-lag";

/// Between two questions.
const PAUSE: Duration = Duration::from_millis(5);

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let folder = TempDir::new()?;
    let seeded = folder.path().join("seeded");
    seed::links(&seeded, arguments.links)?;
    let settings = LinkSettings { destination: Some(Destination::parse("https://example.com/")?), ..LinkSettings::default() };
    let link = seed::link(&seeded, CodeChoice::Custom(Code::custom(PROBE)?), settings)?.to_string();
    let key = seed::key(&seeded)?;
    let server = Subject::Whole.start(folder.path(), &seeded, &[("TRACKWAY_LINKFORTY_RATE", "1000000")])?;

    let requests = load::visits(arguments.links, 200_000).iter().map(load::request).collect::<Vec<_>>();
    let timetable = Timetable {
        rate: arguments.rate,
        requests: (arguments.rate * f64::from(arguments.seconds)) as usize,
        connections: arguments.connections,
    };
    let address = server.address;
    let loading = thread::spawn(move || open_loop::run(address, &requests, timetable));
    let mut delays = Vec::new();
    let mut client = Client::connect(address, &key, &link)?;
    let started = Instant::now();
    for number in 1..=arguments.seconds {
        // Not on the second: whatever happens once a second is not to be met in the same place each time.
        let start = started + Duration::from_millis(1_037) * (number - 1);
        thread::sleep(start.saturating_duration_since(Instant::now()));
        delays.push(client.probe(number)?);
        if loading.is_finished() {
            break;
        }
    }
    let report = loading.join().map_err(|_| anyhow::anyhow!("the load panicked"))??;
    ensure!(report.errors == 0, "{} answers were no redirect", report.errors);
    delays.sort();
    let done = timetable.requests as f64 / report.took.as_secs_f64();
    let behind = Instant::now();
    drained(&data(folder.path()), timetable.requests as u64)?;
    say(&format!("{} clicks at {done:.0} a second (wanted {:.0})", timetable.requests, arguments.rate));
    say(&format!("{} probes: median {:?}, worst {:?}", delays.len(), delays[delays.len() / 2], delays[delays.len() - 1]));
    say(&format!("all clicks were in the store at most {:?} after the last answer", behind.elapsed()));
    Ok(())
}

/// Opens the probe's link and asks for its count, over a connection of its own.
struct Client {
    stream: BufReader<TcpStream>,
    visit: Vec<u8>,
    question: Vec<u8>,
}

impl Client {
    fn connect(address: SocketAddr, key: &str, link: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        let question = format!("GET /api/links/{link} HTTP/1.1\r\nHost: x\r\nX-Api-Key: {key}\r\n\r\n").into_bytes();
        Ok(Self { stream: BufReader::new(stream), visit: load::request(&(PROBE.to_owned(), AGENTS[0])), question })
    }

    /// Clicks, and waits until the count says `number`.
    fn probe(&mut self, number: u32) -> anyhow::Result<Duration> {
        let visit = self.visit.clone();
        self.ask(&visit)?;
        let clicked = Instant::now();
        let expected = format!("\"click_count\":{number},");
        while clicked.elapsed() < Duration::from_secs(60) {
            let question = self.question.clone();
            let answer = self.ask(&question)?;
            ensure!(answer.contains("\"click_count\":"), "no count in {answer}");
            if answer.contains(&expected) {
                return Ok(clicked.elapsed());
            }
            thread::sleep(PAUSE);
        }
        bail!("click {number} is not seen after a minute");
    }

    /// An answer's body.
    fn ask(&mut self, request: &[u8]) -> anyhow::Result<String> {
        self.stream.get_mut().write_all(request)?;
        let (mut length, mut line) = (0, String::new());
        while line != "\r\n" {
            line.clear();
            ensure!(self.stream.read_line(&mut line)? > 0, "the server hung up");
            if let Some((name, value)) = line.split_once(": ")
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().context("a length")?;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(String::from_utf8(body)?)
    }
}
