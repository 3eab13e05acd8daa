//! Line ends of requests' heads: `\r\n` and nothing else.
//!
//! hyper takes a lone `\n` for the end of a line, as the standard allows. A proxy in front that does not, and sees one header where we
//! see two, can be made to let a request through that it never saw. Here the bytes are looked at on their way to hyper, and such a `\n`
//! is turned into a NUL, which no head may hold: hyper then refuses the request as it refuses all that are malformed, behind the answers
//! that are still due.
//!
//! To know heads from bodies it takes as much of HTTP/1.1 as says how long a body is. It judges nothing else: where it cannot follow,
//! hyper refuses too, and the connection is at its end.

use memchr::memchr_iter;
use std::mem::take;

/// Where one connection stands between its requests.
pub struct Heads {
    at: At,
    /// The beginning of a line whose end has not come in.
    begun: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// In a head, behind its first line or before.
    Head { has_begun: bool, body: Body },
    /// In a body, or in one chunk of it, with so many bytes to go.
    Data { left: u64, is_chunk: bool },
    /// Before the size of a chunk.
    ChunkSize,
    /// Behind the last chunk.
    Trailers,
    /// Behind a line end that is none; `is_told` when what hyper needs to say so has been handed over.
    Refused { is_told: bool },
    /// Where nothing is looked at.
    Unwatched,
}

/// How the body ends, by what the head has said so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Body {
    Length(u64),
    Chunks,
    /// In no way that hyper would accept.
    Unclear,
}

const NEXT_HEAD: At = At::Head { has_begun: false, body: Body::Length(0) };

impl Heads {
    /// Of a connection that speaks HTTP/1, from its start.
    #[must_use]
    pub fn watched() -> Self {
        Self { at: NEXT_HEAD, begun: Vec::new() }
    }

    /// Of a connection whose requests have no lines.
    #[must_use]
    pub fn unwatched() -> Self {
        Self { at: At::Unwatched, begun: Vec::new() }
    }

    /// Looks at the next bytes of the connection, and spoils the first line end that is none.
    pub fn look(&mut self, bytes: &mut [u8]) {
        let mut from = 0;
        while from < bytes.len() {
            match self.at {
                At::Refused { .. } | At::Unwatched => return,
                At::Data { left, is_chunk } => {
                    let passed = usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len() - from);
                    from += passed;
                    self.at = behind_data(left - passed as u64, is_chunk);
                }
                At::Head { .. } | At::ChunkSize | At::Trailers => from = self.lines(bytes, from),
            }
        }
    }

    /// Takes lines until what follows has none; gives the place behind them.
    fn lines(&mut self, bytes: &mut [u8], from: usize) -> usize {
        let mut start = from;
        for end in memchr_iter(b'\n', &bytes[from..]).map(|at| from + at) {
            let line = &bytes[start..end];
            start = end + 1;
            if self.begun.is_empty() && self.at.is_soon_behind(line) {
                continue;
            }
            self.line(line);
            match self.at {
                At::Head { .. } | At::ChunkSize | At::Trailers => {}
                At::Refused { .. } => {
                    bytes[end] = 0;
                    return start;
                }
                At::Data { .. } | At::Unwatched => return start,
            }
        }
        self.begun.extend_from_slice(&bytes[start..]);
        bytes.len()
    }

    /// What hyper is to read instead of the rest of a request that is refused: with the end of the head it looks at what it has, and
    /// then there is nothing more. None while nothing is refused.
    pub(crate) fn instead(&mut self) -> Option<&'static [u8]> {
        let At::Refused { is_told } = &mut self.at else { return None };
        Some(if std::mem::replace(is_told, true) { b"" } else { b"\r\n\r\n" })
    }

    /// Takes the rest of a line, without its `\n`.
    fn line(&mut self, rest: &[u8]) {
        if self.begun.is_empty() {
            self.at = self.at.behind_line(rest);
        } else {
            let mut line = take(&mut self.begun);
            line.extend_from_slice(rest);
            self.at = self.at.behind_line(&line);
        }
    }
}

impl At {
    /// Goes on behind a line, where it is like most: a request's first, a field whose first letter alone tells that it has nothing to do
    /// with the body, the end of a head without a body. False where [`At::behind_line`] has to think.
    fn is_soon_behind(&mut self, line: &[u8]) -> bool {
        match (self, line) {
            (Self::Head { has_begun: true, .. }, [first, .., b'\r']) => !matches!(first | 0x20, b'c' | b't'),
            (Self::Head { has_begun, .. }, [_, .., b'\r']) => {
                *has_begun = true;
                true
            }
            (Self::Head { has_begun, body: Body::Length(0) }, [b'\r']) => {
                *has_begun = false;
                true
            }
            _ => false,
        }
    }

    /// Where the connection stands behind this line.
    fn behind_line(self, line: &[u8]) -> Self {
        match (self, line.strip_suffix(b"\r")) {
            (Self::ChunkSize, Some(line)) => behind_chunk_size(line),
            (Self::ChunkSize, None) => Self::Unwatched,
            (_, None) => Self::Refused { is_told: false },
            // Empty lines before a request are no part of it.
            (Self::Head { has_begun: false, .. } | Self::Trailers, Some(b"")) => NEXT_HEAD,
            (Self::Head { body, .. }, Some(b"")) => behind_head(body),
            (Self::Head { has_begun, body }, Some(line)) => {
                Self::Head { has_begun: true, body: if has_begun { body.after_field(line) } else { body } }
            }
            (at, Some(_)) => at,
        }
    }
}

fn behind_head(body: Body) -> At {
    match body {
        Body::Length(length) => behind_data(length, false),
        Body::Chunks => At::ChunkSize,
        Body::Unclear => At::Unwatched,
    }
}

fn behind_data(left: u64, is_chunk: bool) -> At {
    match (left, is_chunk) {
        (0, true) => At::ChunkSize,
        (0, false) => NEXT_HEAD,
        _ => At::Data { left, is_chunk },
    }
}

fn behind_chunk_size(line: &[u8]) -> At {
    let digits = line.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    let size = std::str::from_utf8(&line[..digits]).ok().and_then(|text| u64::from_str_radix(text, 16).ok());
    match size {
        Some(0) => At::Trailers,
        // A chunk has a line end of its own.
        Some(size) => At::Data { left: size.saturating_add(2), is_chunk: true },
        None => At::Unwatched,
    }
}

impl Body {
    fn after_field(self, line: &[u8]) -> Self {
        match line[0] | 0x20 {
            b'c' => value_of(b"content-length:", line).map_or(self, |value| self.after_length(value)),
            b't' if value_of(b"transfer-encoding:", line).is_some() && self != Self::Unclear => Self::Chunks,
            _ => self,
        }
    }

    fn after_length(self, value: &[u8]) -> Self {
        let text = std::str::from_utf8(value.trim_ascii()).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
        match (self, text.and_then(|text| text.parse().ok())) {
            (Self::Length(0), Some(length)) => Self::Length(length),
            (Self::Length(known), Some(length)) if known != length => Self::Unclear,
            (_, None) => Self::Unclear,
            _ => self,
        }
    }
}

fn value_of<'a>(name: &[u8], line: &'a [u8]) -> Option<&'a [u8]> {
    line.split_at_checked(name.len()).filter(|(start, _)| start.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

#[cfg(test)]
mod tests;
