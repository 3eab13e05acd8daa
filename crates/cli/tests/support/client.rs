//! HTTP/1.1 over a socket, so that a test decides about every byte and knows which answers it has received in full.

use serde_json::Value;
use std::io::{Error, ErrorKind, Read as _, Result, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Longer than anything here takes on a busy machine, a stopped server included.
const PATIENCE: Duration = Duration::from_secs(60);

/// One connection, kept alive.
pub(crate) struct Connection {
    stream: TcpStream,
    unread: Vec<u8>,
}

impl Connection {
    pub(crate) fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self { stream, unread: Vec::new() })
    }

    /// Sends a request and reads its answer.
    pub(crate) fn call(&mut self, request: &Request) -> Result<Answer> {
        self.write(&request.bytes())?;
        if request.method == "HEAD" { self.read_head() } else { self.read() }
    }

    /// Sends bytes as they are.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.stream.write_all(bytes)
    }

    /// Reads one answer, to the last byte of its body.
    pub(crate) fn read(&mut self) -> Result<Answer> {
        let mut answer = self.read_head()?;
        assert_eq!(answer.header("transfer-encoding"), None, "answers have a length");
        let length = answer.header("content-length").map_or(0, |length| length.parse().expect("a length"));
        while self.unread.len() < length {
            self.more()?;
        }
        answer.body = self.unread.drain(..length).collect();
        Ok(answer)
    }

    /// Reads one answer that has a head and nothing else.
    pub(crate) fn read_head(&mut self) -> Result<Answer> {
        let end = loop {
            match self.unread.windows(4).position(|window| window == b"\r\n\r\n") {
                Some(at) => break at + 4,
                None => self.more()?,
            }
        };
        let head = String::from_utf8(self.unread.drain(..end).collect()).map_err(Error::other)?;
        Ok(Answer::parse(&head))
    }

    /// Reads the next text that a WebSocket sends; pings and the like are passed over.
    pub(crate) fn read_text_frame(&mut self) -> Result<String> {
        loop {
            let head = self.take(2)?;
            let length = match head[1] & 0x7f {
                126 => u16::from_be_bytes(self.take(2)?.try_into().expect("two bytes")).into(),
                short => usize::from(short),
            };
            let payload = self.take(length)?;
            if head[0] & 0x0f == 1 {
                return String::from_utf8(payload).map_err(Error::other);
            }
        }
    }

    fn take(&mut self, length: usize) -> Result<Vec<u8>> {
        while self.unread.len() < length {
            self.more()?;
        }
        Ok(self.unread.drain(..length).collect())
    }

    /// Everything until the other side closes. A reset after that is as good as a close.
    pub(crate) fn read_to_end(&mut self) -> Result<Vec<u8>> {
        loop {
            match self.more() {
                Ok(()) => {}
                Err(error) if matches!(error.kind(), ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset) => break,
                Err(error) => return Err(error),
            }
        }
        Ok(std::mem::take(&mut self.unread))
    }

    pub(crate) fn set_patience(&self, patience: Duration) {
        self.stream.set_read_timeout(Some(patience)).expect("a socket");
    }

    fn more(&mut self) -> Result<()> {
        let mut block = [0; 16 * 1024];
        let length = self.stream.read(&mut block)?;
        self.unread.extend_from_slice(&block[..length]);
        if length == 0 { Err(ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }
}

/// A request, before it is bytes.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Request {
    pub(crate) fn new(method: &str, target: &str) -> Self {
        Self { method: method.to_owned(), target: target.to_owned(), headers: Vec::new(), body: String::new() }
    }

    pub(crate) fn get(target: &str) -> Self {
        Self::new("GET", target)
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn agent(self, user_agent: &str) -> Self {
        self.header("user-agent", user_agent)
    }

    pub(crate) fn body(mut self, body: impl Into<String>) -> Self {
        self.body = body.into();
        self.header("content-type", "application/json")
    }

    /// Names and values, as a browser sends them.
    pub(crate) fn form(mut self, fields: &[(&str, &str)]) -> Self {
        self.body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.header("content-type", "application/x-www-form-urlencoded")
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let Self { method, target, headers, body } = self;
        let mut text = format!("{method} {target} HTTP/1.1\r\n");
        if headers.iter().all(|(name, _)| name != "host") {
            text.push_str("host: go.example.com\r\n");
        }
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        if !body.is_empty() || !matches!(method.as_str(), "GET" | "HEAD") {
            text.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        text.push_str("\r\n");
        text.push_str(body);
        text.into_bytes()
    }
}

/// What came back.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    fn parse(head: &str) -> Self {
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|status| status.parse().ok());
        let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()));
        Self { status: status.expect("a status line"), headers: lines.filter_map(header).collect(), body: Vec::new() }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Every header of that name.
    pub(crate) fn headers<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn location(&self) -> &str {
        self.header("location").unwrap_or_default()
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("text")
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error} in the answer {}: {}", self.status, self.text()))
    }

    /// The same answer, if it has this status.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }
}
