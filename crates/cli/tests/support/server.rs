//! A running server, by its process id.

use super::client::{Answer, Connection, Request};
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long a start or an orderly end may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Server {
    child: Child,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// Its standard output up to the line that says where it listens.
    pub(crate) said: Vec<String>,
    complaints: Option<JoinHandle<String>>,
}

impl Server {
    /// Starts the command and waits until it listens.
    pub(crate) fn start(mut command: Command) -> Self {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary");
        let mut errors = child.stderr.take().expect("a pipe");
        let complaints = std::thread::spawn(move || {
            let mut text = String::new();
            errors.read_to_string(&mut text).expect("log lines are text");
            text
        });
        let lines = lines_of(&mut child);
        match said(&lines) {
            Ok((said, address)) => Self { child, address, said, complaints: Some(complaints) },
            Err(said) => {
                // Whether it has ended or hangs: nothing of it stays.
                let _ = child.kill();
                let status = child.wait().expect("its end");
                panic!("the server does not listen ({status}); it said {said:?} and {}", complaints.join().expect("its log"));
            }
        }
    }

    /// The process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Where it shows its metrics, if it has a listener for them.
    pub(crate) fn metrics_address(&self) -> Option<SocketAddr> {
        let address = self.said.iter().find_map(|line| line.strip_prefix("metrics on http://")?.strip_suffix("/metrics"));
        address.map(|address| address.parse().expect("an address"))
    }

    /// The key that a first start shows.
    pub(crate) fn first_key(&self) -> Option<&str> {
        self.said.iter().map(|line| line.trim()).find(|line| line.starts_with("tw_"))
    }

    pub(crate) fn connect(&self) -> Connection {
        Connection::open(self.address).expect("a connection")
    }

    /// Sends one request over a connection of its own.
    pub(crate) fn call(&self, request: &Request) -> Answer {
        self.connect().call(request).expect("an answer")
    }

    /// Opens a link as this user agent does.
    pub(crate) fn open(&self, path: &str, user_agent: &str) -> Answer {
        self.call(&Request::get(path).agent(user_agent))
    }

    /// Sends a signal, such as `STOP`, to this process and no other.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("/bin/sh").args(["-c", &format!("kill -{name} {}", self.child.id())]).status();
        assert!(sent.expect("a shell").success(), "kill -{name}");
    }

    /// Ends it as a power switch ends a process: at once, wherever it stands. Gives its log.
    pub(crate) fn kill(mut self) -> String {
        self.child.kill().expect("a process of ours");
        self.child.wait().expect("its end");
        self.log()
    }

    /// Asks it to end and waits until it has. Gives its log.
    pub(crate) fn stop(self) -> String {
        self.signal("TERM");
        let (status, log) = self.wait();
        assert!(status.success(), "{status}: {log}");
        log
    }

    /// Waits for its end.
    pub(crate) fn wait(mut self) -> (ExitStatus, String) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().expect("a process of ours") {
                return (status, self.log());
            }
            assert!(Instant::now() < deadline, "the server does not end");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn log(&mut self) -> String {
        self.complaints.take().map(|complaints| complaints.join().expect("its log")).unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail only where it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn lines_of(child: &mut Child) -> Receiver<String> {
    let (sender, lines) = channel();
    let output = BufReader::new(child.stdout.take().expect("a pipe"));
    std::thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    lines
}

/// Everything up to the line that says where it listens, or what there was instead.
fn said(lines: &Receiver<String>) -> Result<(Vec<String>, SocketAddr), Vec<String>> {
    let deadline = Instant::now() + PATIENCE;
    let mut said = Vec::new();
    loop {
        match lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(line) => said.push(line),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return Err(said),
        }
        if let Some(address) = said.last().and_then(|line| line.strip_prefix("listening on http://")) {
            let address = address.parse().expect("an address");
            return Ok((said, address));
        }
    }
}
