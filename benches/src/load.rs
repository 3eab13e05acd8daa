//! The load: keep-alive, codes drawn from a Zipf distribution, real user agents; by wrk for so long, or by ourselves so often.

use crate::seed;
use anyhow::{Context as _, ensure};
use rand::rngs::StdRng;
use rand::seq::SliceRandom as _;
use rand::{RngExt as _, SeedableRng as _};
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::Command;

/// What one run of wrk said.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    /// Requests answered.
    pub requests: u64,
    /// Requests a second.
    pub rate: f64,
    /// Answers that were no 2xx or 3xx, and broken connections.
    pub errors: u64,
}

/// What visitors' browsers say they are.
pub const AGENTS: [&str; 6] = [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/148.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/148.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:148.0) Gecko/20100101 Firefox/148.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 390.0.0.28.85",
];

/// Ranks from 1, the nth drawn as often as 1/n.
pub struct Zipf(Vec<f64>);

impl Zipf {
    /// Over so many ranks.
    #[must_use]
    pub fn over(ranks: usize) -> Self {
        let mut total = 0.0;
        Self(
            (1..=ranks)
                .map(|rank| {
                    total += 1.0 / rank as f64;
                    total
                })
                .collect(),
        )
    }

    /// Draws a rank.
    pub fn draw(&self, random: &mut StdRng) -> usize {
        let total = self.0.last().copied().unwrap_or(1.0);
        let point = random.random_range(0.0..total);
        (self.0.partition_point(|sum| *sum < point) + 1).min(self.0.len())
    }
}

/// Draws `count` visits to `links` links, the nth as often as 1/n, in an order that repeats: codes, and what browsers say they are.
#[must_use]
pub fn visits(links: usize, count: usize) -> Vec<(String, &'static str)> {
    let mut random = StdRng::seed_from_u64(11);
    let zipf = Zipf::over(links);
    (0..count).map(|_| (seed::code(zipf.draw(&mut random)), AGENTS[random.random_range(0..AGENTS.len())])).collect()
}

/// One visit to each of `links` links, in an order that repeats.
#[must_use]
pub fn visits_to_each(links: usize) -> Vec<(String, &'static str)> {
    let mut random = StdRng::seed_from_u64(12);
    let mut visits = (1..=links).map(|index| (seed::code(index), AGENTS[index % AGENTS.len()])).collect::<Vec<_>>();
    visits.shuffle(&mut random);
    visits
}

/// A visit as the bytes of a request.
#[must_use]
pub fn request((code, agent): &(String, &'static str)) -> Vec<u8> {
    format!(
        "GET /{code} HTTP/1.1\r\nHost: go.example.com\r\nUser-Agent: {agent}\r\nAccept: text/html\r\nAccept-Language: en-US,en;q=0.9\r\n\r\n"
    )
    .into_bytes()
}

/// Writes a script for wrk that makes visits to `links` links.
///
/// # Errors
/// Where the file cannot be written.
pub fn write_script(file: &Path, links: usize) -> anyhow::Result<()> {
    let mut script = String::from(
        "local requests = {}\ninit = function(args)\n  local add = function(code, agent)\n    requests[#requests + 1] = \
wrk.format('GET', '/' .. code, {['User-Agent'] = agent, ['Accept'] = 'text/html', ['Accept-Language'] = 'en-US,en;q=0.9', ['Host'] = 'go.example.com'})\n  end\n  for line in io.lines('CODES') do\n    local code, agent = line:match('^(%S+) (.*)$')\n    add(code, agent)\n  end\nend\nlocal next = 0\nrequest = function()\n  next = next % #requests + 1\n  return requests[next]\nend\n",
    );
    let codes_file = file.with_extension("codes");
    script = script.replace("CODES", &codes_file.to_string_lossy());
    let mut codes = String::new();
    for (code, agent) in visits(links, 200_000) {
        writeln!(codes, "{code} {agent}")?;
    }
    fs::write(codes_file, codes)?;
    fs::write(file, script).context("the script")
}

/// Loads a server for so many seconds.
///
/// # Errors
/// Where wrk cannot be run or says nothing that can be read.
pub fn wrk(address: SocketAddr, script: &Path, connections: u32, seconds: u32) -> anyhow::Result<Measured> {
    let output = Command::new("wrk")
        .args(["-t", "1", "-c", &connections.to_string(), "-d", &format!("{seconds}s"), "-s"])
        .arg(script)
        .arg(format!("http://{address}/"))
        .output()
        .context("wrk is not installed")?;
    let text = String::from_utf8_lossy(&output.stdout);
    ensure!(output.status.success(), "wrk: {text} {}", String::from_utf8_lossy(&output.stderr));
    let number_before = |mark: &str| {
        let line = text.lines().find(|line| line.contains(mark))?;
        line.split(mark).next()?.split_whitespace().last()?.parse::<u64>().ok()
    };
    let rate = text.lines().find_map(|line| line.trim().strip_prefix("Requests/sec:")?.trim().parse().ok()).context("a rate")?;
    let bad = text.lines().find_map(|line| line.trim().strip_prefix("Non-2xx or 3xx responses:")?.trim().parse::<u64>().ok());
    Ok(Measured { requests: number_before(" requests in").context("a number of requests")?, rate, errors: bad.unwrap_or(0) })
}

/// Opens `count` links of the first `links`, the nth as often as 1/n, and gives how many redirects came back.
///
/// # Errors
/// Where the server goes away.
pub fn zipf(address: SocketAddr, links: usize, count: usize, connections: usize) -> anyhow::Result<usize> {
    let zipf = &Zipf::over(links);
    let visitor = |number: usize| {
        let share = count / connections + usize::from(number < count % connections);
        move || visit(address, zipf, share, &mut StdRng::seed_from_u64(number as u64))
    };
    std::thread::scope(|scope| {
        let visitors = (0..connections).map(|number| scope.spawn(visitor(number))).collect::<Vec<_>>();
        visitors.into_iter().map(|visitor| visitor.join().unwrap_or_else(|_| anyhow::bail!("a visitor panicked"))).sum()
    })
}

fn visit(address: SocketAddr, zipf: &Zipf, count: usize, random: &mut StdRng) -> anyhow::Result<usize> {
    let stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let mut answers = BufReader::new(stream.try_clone()?);
    let mut redirects = 0;
    for _ in 0..count {
        let (code, agent) = (seed::code(zipf.draw(random)), AGENTS[random.random_range(0..AGENTS.len())]);
        (&stream).write_all(format!("GET /{code} HTTP/1.1\r\nhost: go.example.com\r\nuser-agent: {agent}\r\n\r\n").as_bytes())?;
        redirects += usize::from(status(&mut answers)? == 302);
    }
    Ok(redirects)
}

/// Reads an answer to its end.
fn status(answers: &mut BufReader<TcpStream>) -> anyhow::Result<u16> {
    let (mut line, mut length) = (String::new(), 0);
    answers.read_line(&mut line)?;
    let status = line.split(' ').nth(1).context("a status")?.parse()?;
    while line != "\r\n" {
        line.clear();
        ensure!(answers.read_line(&mut line)? > 0, "the answer ends in its head");
        if let Some(value) = line.strip_prefix("content-length: ") {
            length = value.trim().parse()?;
        }
    }
    std::io::copy(&mut answers.take(length), &mut std::io::sink())?;
    Ok(status)
}
