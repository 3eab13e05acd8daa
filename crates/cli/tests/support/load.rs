//! Visitors who remember every click that was answered: several threads that open links until they are told to stop, or one that counts.

use super::client::{Connection, Request};
use super::site::Site;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;
use uuid::Uuid;

pub(crate) struct Load {
    over: Arc<AtomicBool>,
    threads: Vec<JoinHandle<Opened>>,
}

/// What visitors have done.
#[derive(Default)]
pub(crate) struct Opened {
    /// The clicks whose answers arrived in full.
    pub(crate) acknowledged: Vec<Uuid>,
    /// Requests that were sent, answered or not.
    pub(crate) asked: usize,
}

impl Load {
    /// Opens these links until told to stop.
    pub(crate) fn start(address: SocketAddr, codes: &[String], threads: usize) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let thread = |number: usize| {
            let (over, codes) = (Arc::clone(&over), codes.to_vec());
            std::thread::spawn(move || visit(address, &codes, number, &over))
        };
        let threads = (0..threads).map(thread).collect();
        Self { over, threads }
    }

    /// Stops the visitors, whether their server still lives or not.
    pub(crate) fn finish(self) -> Opened {
        self.over.store(true, Ordering::Release);
        let mut all = Opened::default();
        for thread in self.threads {
            let opened = thread.join().expect("visitors get what they ask for");
            all.acknowledged.extend(opened.acknowledged);
            all.asked += opened.asked;
        }
        all
    }
}

/// So many visits, one after the other.
pub(crate) fn visits(site: &Site, code: &str, count: usize) -> Opened {
    let mut connection = site.server().connect();
    let mut opened = Opened { asked: count, ..Opened::default() };
    for turn in 0..count {
        let request = Request::get(&format!("/{code}?turn={turn}")).agent(super::DESKTOP);
        let answer = connection.call(&request).expect("an answer").expect(302);
        opened.acknowledged.push(answer.header("x-click-id").and_then(|id| id.parse().ok()).expect("a click's id"));
    }
    opened
}

fn visit(address: SocketAddr, codes: &[String], number: usize, over: &AtomicBool) -> Opened {
    let mut opened = Opened::default();
    while !over.load(Ordering::Acquire) {
        // Refused, or cut off in the middle: the server is gone, and may come back.
        if Connection::open(address).and_then(|connection| keep_visiting(connection, codes, number, over, &mut opened)).is_err() {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
    opened
}

fn keep_visiting(
    mut connection: Connection,
    codes: &[String],
    number: usize,
    over: &AtomicBool,
    opened: &mut Opened,
) -> std::io::Result<()> {
    while !over.load(Ordering::Acquire) {
        let turn = opened.asked;
        opened.asked += 1;
        let answer = connection.call(&request(&codes[(turn + number) % codes.len()], turn))?;
        assert_eq!(answer.status, 302, "{}", answer.text());
        opened.acknowledged.push(answer.header("x-click-id").and_then(|id| id.parse().ok()).expect("a click's id"));
    }
    Ok(())
}

/// Visits of several lengths and classes, so that records differ.
fn request(code: &str, turn: usize) -> Request {
    let path = match turn % 3 {
        0 => format!("/{code}"),
        1 => format!("/{code}?utm_source=mail&metadata[turn]={turn}"),
        _ => format!("/{code}?ballast={}", "x".repeat(turn % 200)),
    };
    let request = Request::get(&path).agent([super::DESKTOP, super::IPHONE, super::ANDROID, "Twitterbot/1.0"][turn % 4]);
    if turn.is_multiple_of(5) { request.header("referer", "https://news.example.com/today") } else { request }
}
