//! Requests that leave by a timetable, whether earlier ones are answered or not, as visitors do who do not know of each other.
//!
//! A latency counts from the time in the timetable. wrk waits for an answer before it asks again on the same connection, so a server that
//! stands still for a second is asked less in that second and looks good; here all that should have left then has waited.
//!
//! One thread, which keeps a core busy while it waits for the next departure: a timer is late by more than an answer takes.

use anyhow::{Context as _, bail, ensure};
use hdrhistogram::Histogram;
use rustix::buffer::spare_capacity;
use rustix::event::epoll::{self, CreateFlags, EventData, EventFlags};
use rustix::fd::OwnedFd;
use rustix::time::Timespec;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// Longest time without any answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// The longest latency that is told from a longer one: a minute.
const LONGEST_NANOS: u64 = 60_000_000_000;

/// When requests leave, and how many.
#[derive(Clone, Copy, Debug)]
pub struct Timetable {
    /// Requests a second; infinite for each as soon as a connection is free, and then latencies say nothing.
    pub rate: f64,
    /// Requests in all.
    pub requests: usize,
    /// Connections that are kept open. A request that finds none free waits, and its waiting counts.
    pub connections: usize,
}

/// How it went.
pub struct Report {
    /// Nanoseconds from the time in the timetable to the last byte of the answer.
    pub latencies: Histogram<u64>,
    /// Nanoseconds from the time in the timetable to the departure: what of a latency is this generator's doing, or a lack of connections.
    pub departures: Histogram<u64>,
    /// Answers that were no redirect.
    pub errors: u64,
    /// From the first departure to the last answer.
    pub took: Duration,
}

struct Generator<'a> {
    address: SocketAddr,
    requests: &'a [Vec<u8>],
    timetable: Timetable,
    epoll: OwnedFd,
    lines: Vec<Line>,
    free: Vec<usize>,
    sent: usize,
    answered: usize,
    started: Instant,
    report: Report,
}

/// A connection, and what is on its way over it.
struct Line {
    stream: TcpStream,
    /// When its request should have left.
    due: Duration,
    answer: Vec<u8>,
}

/// Sends `requests`, from the first again after the last, by a timetable.
///
/// # Errors
/// Where the server refuses, hangs up, answers nothing that can be read, or nothing at all for 20 seconds.
pub fn run(address: SocketAddr, requests: &[Vec<u8>], timetable: Timetable) -> anyhow::Result<Report> {
    ensure!(timetable.rate > 0.0 && timetable.requests > 0 && !requests.is_empty(), "a timetable with requests");
    let histogram = || Histogram::new_with_bounds(1, LONGEST_NANOS, 3);
    let report = Report { latencies: histogram()?, departures: histogram()?, errors: 0, took: Duration::ZERO };
    let mut generator = Generator {
        address,
        requests,
        timetable,
        epoll: epoll::create(CreateFlags::CLOEXEC)?,
        lines: Vec::new(),
        free: Vec::new(),
        sent: 0,
        answered: 0,
        started: Instant::now(),
        report,
    };
    generator.connect()?;
    generator.drive()?;
    Ok(generator.report)
}

impl Generator<'_> {
    fn connect(&mut self) -> anyhow::Result<()> {
        for number in 0..self.timetable.connections.max(1) {
            let stream = TcpStream::connect(self.address)?;
            stream.set_nodelay(true)?;
            stream.set_nonblocking(true)?;
            epoll::add(&self.epoll, &stream, EventData::new_u64(number as u64), EventFlags::IN)?;
            self.lines.push(Line { stream, due: Duration::ZERO, answer: Vec::new() });
            self.free.push(number);
        }
        Ok(())
    }

    fn drive(&mut self) -> anyhow::Result<()> {
        let mut events = Vec::with_capacity(256);
        self.started = Instant::now();
        let mut heard = self.started;
        while self.answered < self.timetable.requests {
            self.depart()?;
            let waits_for_departure = self.sent < self.timetable.requests && !self.free.is_empty();
            let patience = Timespec { tv_sec: 0, tv_nsec: if waits_for_departure { 0 } else { 100_000_000 } };
            events.clear();
            epoll::wait(&self.epoll, spare_capacity(&mut events), Some(&patience))?;
            let is_waiting = self.free.len() < self.lines.len();
            if !events.is_empty() || !is_waiting {
                heard = Instant::now();
            }
            ensure!(heard.elapsed() < PATIENCE, "no answer for {PATIENCE:?}");
            for event in &events {
                self.arrive(usize::try_from(event.data.u64())?)?;
            }
        }
        self.report.took = self.started.elapsed();
        Ok(())
    }

    /// Sends everything that is due and finds a connection.
    fn depart(&mut self) -> anyhow::Result<()> {
        let now = self.started.elapsed();
        while self.sent < self.timetable.requests && self.due(self.sent) <= now {
            let Some(number) = self.free.pop() else { return Ok(()) };
            let due = self.due(self.sent);
            let line = &mut self.lines[number];
            line.due = due;
            self.report.departures.saturating_record(u64::try_from((now - due).as_nanos())?);
            // A request fits into an idle connection's buffer.
            line.stream.write_all(&self.requests[self.sent % self.requests.len()]).context("a request does not leave")?;
            self.sent += 1;
        }
        Ok(())
    }

    fn due(&self, number: usize) -> Duration {
        Duration::from_secs_f64(number as f64 / self.timetable.rate)
    }

    fn arrive(&mut self, number: usize) -> anyhow::Result<()> {
        let line = &mut self.lines[number];
        if !line.read()? {
            return Ok(());
        }
        let latency = self.started.elapsed().saturating_sub(line.due);
        self.report.latencies.saturating_record(u64::try_from(latency.as_nanos())?);
        self.report.errors += u64::from(!line.answer.starts_with(b"HTTP/1.1 302 "));
        line.answer.clear();
        self.free.push(number);
        self.answered += 1;
        Ok(())
    }
}

impl Line {
    /// Reads what has come; true with the last byte of an answer.
    fn read(&mut self) -> anyhow::Result<bool> {
        let mut block = [0; 4_096];
        match self.stream.read(&mut block) {
            Ok(0) => bail!("the server hung up behind {:?}", String::from_utf8_lossy(&self.answer)),
            Ok(length) => self.answer.extend_from_slice(&block[..length]),
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(error) => return Err(error.into()),
        }
        Ok(length_of(&self.answer)?.is_some_and(|length| self.answer.len() >= length))
    }
}

/// The length of an answer, once its head is there.
fn length_of(answer: &[u8]) -> anyhow::Result<Option<usize>> {
    let Some(head) = answer.windows(4).position(|window| window == b"\r\n\r\n") else { return Ok(None) };
    let text = std::str::from_utf8(&answer[..head])?;
    let fields = text.lines().filter_map(|line| line.split_once(": "));
    let length = fields.into_iter().find(|(name, _)| name.eq_ignore_ascii_case("content-length")).context("an answer without a length")?.1;
    Ok(Some(head + 4 + length.parse::<usize>()?))
}
