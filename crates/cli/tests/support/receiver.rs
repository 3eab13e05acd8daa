//! Somebody who is told by webhooks.

use serde_json::Value;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver as Channel, Sender, channel};
use std::time::Duration;

/// A delivery: its headers by lower-case name, and its body.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    headers: Vec<(String, String)>,
    pub(crate) body: Value,
}

impl Told {
    pub(crate) fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_else(|| panic!("no {name}: {:?}", self.headers))
    }
}

/// Listens until the test ends.
pub(crate) struct Receiver {
    address: SocketAddr,
    told: Channel<Told>,
}

impl Receiver {
    /// One that answers everything with this status; 0 means never.
    pub(crate) fn answering(status: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let (address, (sender, told)) = (listener.local_addr().expect("an address"), channel());
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let sender = sender.clone();
                std::thread::spawn(move || serve(stream, status, &sender));
            }
        });
        Self { address, told }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/hook", self.address)
    }

    /// The next delivery.
    #[track_caller]
    pub(crate) fn next(&self) -> Told {
        self.told.recv_timeout(Duration::from_secs(60)).expect("a delivery")
    }

    /// What has been delivered by now.
    pub(crate) fn so_far(&self) -> Vec<Told> {
        self.told.try_iter().collect()
    }
}

fn serve(mut stream: TcpStream, status: u16, sender: &Sender<Told>) {
    let mut reader = BufReader::new(stream.try_clone().expect("a socket"));
    while let Some(told) = read(&mut reader) {
        // The test may have ended.
        let _ = sender.send(told);
        if status == 0 {
            std::thread::park();
        }
        if stream.write_all(format!("HTTP/1.1 {status} Whatever\r\ncontent-length: 0\r\n\r\n").as_bytes()).is_err() {
            return;
        }
    }
}

fn read(reader: &mut BufReader<TcpStream>) -> Option<Told> {
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        // Whoever sends may be killed at any byte.
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            line => headers.extend(line.split_once(": ").map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))),
        }
    }
    let length = headers.iter().find(|(name, _)| name == "content-length")?.1.parse().ok()?;
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Told { headers, body: serde_json::from_slice(&body).expect("JSON") })
}
