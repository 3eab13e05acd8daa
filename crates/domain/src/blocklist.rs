//! Hosts that no link may lead to.

use std::collections::HashMap;
use url::Host;

/// The hosts of an operator's list, and the exceptions in it.
///
/// A host stands for itself and for everything under it; of several entries the longest that fits decides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blocklist(HashMap<Box<str>, Entry>);

/// What a list says of a host and of what lies under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Entry {
    Blocked,
    Allowed,
}

/// A line that is no entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: `{text}` is no host such as example.com, or !example.com for an exception")]
pub struct BadLine {
    /// From 1.
    pub line: usize,
    /// What stands there, at most 60 characters of it.
    pub text: String,
}

/// Addresses that files of hosts give to what they block.
const NOWHERE: [&str; 4] = ["0.0.0.0", "127.0.0.1", "::", "::1"];

impl Blocklist {
    /// Reads a list: a host a line, with `!` before it for an exception; empty lines and what is behind `#` do not count. Lines of a hosts
    /// file, which have an address before the host, are taken too.
    ///
    /// # Errors
    /// The first line that is no entry.
    pub fn parse(text: &str) -> Result<Self, BadLine> {
        let mut entries = HashMap::new();
        for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let said = line.split('#').next().unwrap_or_default().trim();
            if said.is_empty() {
                continue;
            }
            let (host, entry) = entry(said).ok_or_else(|| BadLine { line: index + 1, text: said.chars().take(60).collect() })?;
            entries.insert(host, entry);
        }
        Ok(Self(entries))
    }

    /// True where nothing is blocked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True for a host that no link may lead to.
    #[must_use]
    pub fn blocks(&self, host: &str) -> bool {
        !self.is_empty() && canonical(host).is_some_and(|host| self.decides(&host))
    }

    fn decides(&self, host: &str) -> bool {
        let mut rest = host;
        loop {
            if let Some(entry) = self.0.get(rest) {
                return *entry == Entry::Blocked;
            }
            match rest.split_once('.') {
                // An address in digits has nothing above it.
                Some((_, above)) if !is_address(host) => rest = above,
                _ => return false,
            }
        }
    }
}

fn entry(said: &str) -> Option<(Box<str>, Entry)> {
    if let Some(host) = said.strip_prefix('!') {
        return Some((canonical(host.trim())?, Entry::Allowed));
    }
    let mut words = said.split_whitespace();
    let host = match (words.next(), words.next(), words.next()) {
        (Some(host), None, _) => host,
        (Some(address), Some(host), None) if NOWHERE.contains(&address) => host,
        _ => return None,
    };
    Some((canonical(host)?, Entry::Blocked))
}

/// A host as the URL parser writes it, without the dot that may stand at its end.
fn canonical(host: &str) -> Option<Box<str>> {
    let bare = host.trim_start_matches("*.").trim_end_matches('.');
    let is_host = !bare.is_empty() && !bare.contains(['/', '@', '?', '!']);
    is_host.then(|| Host::parse(bare).ok()).flatten().map(|host| host.to_string().into())
}

fn is_address(host: &str) -> bool {
    host.starts_with('[') || host.parse::<std::net::Ipv4Addr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use url::Url;

    const LIST: &str = "\u{feff}# a list\nevil.example   # and all under it\n!good.evil.example\nbad.good.evil.example\n\n0.0.0.0 hosts.example\n\
*.Stars.Example\nb\u{fc}cher.example\n203.0.113.7\n[2001:db8::1]\n";

    #[test]
    fn the_longest_entry_decides() {
        let list = Blocklist::parse(LIST).expect("a list");
        assert_eq!(list.len(), 8);
        let cases = [
            ("https://evil.example/", true),
            ("https://EVIL.example./a", true),
            ("https://www.evil.example:8443/?q=1", true),
            ("https://notevil.example/", false),
            ("https://evil.example.net/", false),
            ("https://good.evil.example/", false),
            ("https://www.good.evil.example/", false),
            ("https://bad.good.evil.example/", true),
            ("https://hosts.example/", true),
            ("https://a.stars.example/", true),
            ("https://xn--bcher-kva.example/", true),
            ("https://203.0.113.7/", true),
            ("https://0xcb007107/", true),
            ("https://203.0.113.8/", false),
            ("https://[2001:db8::1]/", true),
            ("https://[2001:db8::2]/", false),
            ("https://example/", false),
        ];
        for (url, is_blocked) in cases {
            let url = Url::parse(url).expect("a URL");
            assert_eq!(list.blocks(url.host_str().expect("a host")), is_blocked, "{url}");
        }
    }

    #[test]
    fn a_line_that_is_no_entry_is_named() {
        for line in ["https://evil.example/", "evil.example/path", "a b", "1.2.3.4 evil.example", "!", "!a!b", "user@evil.example"] {
            let bad = Blocklist::parse(&format!("ok.example\n{line}\n")).expect_err(line);
            assert_eq!((bad.line, bad.text.as_str()), (2, line));
        }
    }
}
