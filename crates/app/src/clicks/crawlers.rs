//! Which user agents are crawlers and scripts: by the published list under `data/`, by words that only programs say of themselves, and
//! by the shape that every browser's agent has.
//!
//! A person taken for a program is worse than a program taken for a person: his click is missing from the totals. So a rule that would
//! fit phones or browsers is not made. Fetchers of link previews are told apart in the domain, before anybody asks here.

mod shape;
mod words;

use regex_filtered::{Builder, ParseError, Regexes};
use serde::Deserialize;

/// The rules, ready to be asked.
pub struct Crawlers {
    patterns: Regexes,
}

#[derive(Deserialize)]
struct List {
    patterns: Vec<String>,
}

impl Crawlers {
    /// Reads the list that the program was built with. Takes a tenth of a second and 10 MB.
    #[must_use]
    pub fn published() -> Self {
        let list: List = serde_json::from_str(include_str!("../../data/crawler-user-agents.json")).expect("the list is checked by a test");
        let builder = words(list.patterns).expect("the patterns are checked by a test");
        Self { patterns: builder.build().expect("the patterns are checked by a test") }
    }

    /// True for a user agent that the list knows, that says it is a program, or that does not look like any browser's.
    #[must_use]
    pub fn know(&self, user_agent: &str) -> bool {
        self.patterns.is_match(user_agent) || shape::is_no_browsers(user_agent)
    }
}

/// The list as it is, and our own words in any case.
fn words(list: Vec<String>) -> Result<Builder, ParseError> {
    let ours = words::GROUPS.iter().flat_map(|group| group.iter()).map(|word| format!("(?i){word}"));
    Builder::new().push_all(list)?.push_all(ours)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crawlers_and_browsers() {
        let crawlers = Crawlers::published();
        for agent in [
            "curl/8.5.0",
            "python-requests/2.32",
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "Go-http-client/2.0",
            "Example/1.0 (+https://example.com/about)",
            "SomeAgentOfNobody/1.0",
        ] {
            assert!(crawlers.know(agent), "{agent}");
        }
        for agent in [
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36",
            "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0",
            "Mozilla/5.0 (Linux; Android 8.0.0; CUBOT_P20) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/70.0.3538.110 Mobile Safari/537.36",
        ] {
            assert!(!crawlers.know(agent), "{agent}");
        }
    }
}
