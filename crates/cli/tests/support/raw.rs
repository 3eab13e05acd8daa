//! Bytes as they are, good or not, and what a server says to them.

use super::server::Server;
use std::time::Duration;

/// Sends bytes and gives everything that comes back until the server closes.
pub(crate) fn said_to(server: &Server, bytes: &[u8]) -> String {
    let mut connection = server.connect();
    connection.set_patience(Duration::from_secs(1));
    // A server that has heard enough may close while there is still something to be sent.
    let _ = connection.write(bytes);
    let said = connection.read_to_end().unwrap_or_else(|_| b"HTTP/1.1 000 still open".to_vec());
    String::from_utf8_lossy(&said[..said.len().min(20_000)]).into_owned()
}

/// The statuses of all answers in what a server said.
pub(crate) fn statuses(said: &str) -> Vec<u16> {
    said.split("HTTP/1.1 ").skip(1).map(|answer| answer[..3].parse().expect("a status")).collect()
}
