//! Which user agents are crawlers and scripts, by the published list under `data/` and by what no browser lacks.

use regex_filtered::{Builder, Regexes};
use serde::Deserialize;

/// The list, ready to be asked.
pub struct Crawlers(Regexes);

/// Words of HTTP libraries and scripts that name themselves. The published list has most; these are the ones that operators meet.
const LIBRARIES: &str = r"(?i)\b(?:bot|crawl(?:er)?|spider|scraper|headlesschrome|phantomjs|libwww|python|java/|okhttp|axios|node-fetch|undici|wget|curl|go-http-client|httpclient|http-client|ruby|perl|php/|guzzle|reqwest|postman|insomnia|monitor(?:ing)?|uptime|checker|validator|feed|archiver|preview)\b";

#[derive(Deserialize)]
struct List {
    patterns: Vec<String>,
}

impl Crawlers {
    /// Reads the list that the program was built with. Takes some 20 ms.
    #[must_use]
    pub fn published() -> Self {
        let list: List = serde_json::from_str(include_str!("../../data/crawler-user-agents.json")).expect("the list is checked by a test");
        let builder = Builder::new().push_all(list.patterns).and_then(|builder| builder.push(LIBRARIES));
        Self(builder.expect("the patterns are checked by a test").build().expect("the patterns are checked by a test"))
    }

    /// True for a user agent that the list knows, or that does not look like any browser's.
    #[must_use]
    pub fn know(&self, user_agent: &str) -> bool {
        self.0.is_match(user_agent)
    }
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
        ] {
            assert!(crawlers.know(agent), "{agent}");
        }
        for agent in [
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36",
            "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0",
        ] {
            assert!(!crawlers.know(agent), "{agent}");
        }
    }
}
