//! What a user agent says of browser, system and device, by the tables of uap-core under `data/`.
//!
//! Whoever asks remembers the answers: reading one takes some ten microseconds. That something is a crawler is not said here.

use serde::Deserialize;
use trackway_domain::agent::{Agent, DeviceClass};
use trackway_domain::platform::InAppBrowser;
use ua_parser::{os, user_agent};

/// The tables, ready to be asked. They take a tenth of a second to make, and 10 to 13 MB, as they are used.
pub struct UserAgents {
    browsers: user_agent::Extractor<'static>,
    systems: os::Extractor<'static>,
}

/// The two tables that we read. The third is of devices by model, larger than both, and nobody asks for models.
#[derive(Deserialize)]
struct Tables {
    user_agent_parsers: Vec<user_agent::Parser<'static>>,
    os_parsers: Vec<os::Parser<'static>>,
}

impl UserAgents {
    /// Reads the tables that the program was built with.
    #[must_use]
    pub fn published() -> Self {
        let tables: Tables = serde_json::from_str(include_str!("../../data/uap-core.json")).expect("the tables are checked by a test");
        let browsers = user_agent::Builder::new().push_all(tables.user_agent_parsers).expect("the patterns are checked by a test");
        let systems = os::Builder::new().push_all(tables.os_parsers).expect("the patterns are checked by a test");
        Self {
            browsers: browsers.build().expect("the patterns are checked by a test"),
            systems: systems.build().expect("the patterns are checked by a test"),
        }
    }

    /// Reads a user agent. An app that shows a page inside itself is the browser, since that is what the visitor has open.
    #[must_use]
    pub fn read(&self, user_agent: &str) -> Agent {
        let (browser, browser_version) = self.browser(user_agent);
        let (system, system_version) = self.system(user_agent);
        Agent { browser, browser_version, system, system_version, device: DeviceClass::of(user_agent) }
    }

    fn browser(&self, user_agent: &str) -> (Option<Box<str>>, Option<u32>) {
        if let Some(inside) = InAppBrowser::of(user_agent) {
            return (Some(inside.app.into()), inside.version(user_agent));
        }
        match self.browsers.extract(user_agent) {
            Some(found) => (text(&found.family), found.major.and_then(|major| major.parse().ok())),
            None => (None, None),
        }
    }

    fn system(&self, user_agent: &str) -> (Option<Box<str>>, Option<Box<str>>) {
        let Some(found) = self.systems.extract(user_agent) else { return (None, None) };
        let family = match &*found.os {
            // Its own name since 2016; the headers still say the old one.
            "Mac OS X" => "macOS",
            family => family,
        };
        let version = found.major.map(|major| match &found.minor {
            Some(minor) => format!("{major}.{minor}"),
            None => major.into_owned(),
        });
        (text(family), version.as_deref().and_then(text))
    }
}

/// A text within its bound; None for an empty one, or the tables' word for nothing.
fn text(text: &str) -> Option<Box<str>> {
    let text = text[..text.floor_char_boundary(Agent::TEXT_MAX)].trim();
    (!text.is_empty() && text != "Other").then(|| text.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static PUBLISHED: LazyLock<UserAgents> = LazyLock::new(UserAgents::published);

    #[test]
    fn browsers_and_systems() {
        let cases = [
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4.1 Mobile/15E148 Safari/604.1",
                "Mobile Safari 17, iOS 17.4, phone",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15",
                "Safari 19, macOS 10.15, desktop",
            ),
            ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:150.0) Gecko/20100101 Firefox/150.0", "Firefox 150, Windows 10, desktop"),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36",
                "Chrome Mobile 150, Android 10, phone",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36 Edg/150.0.0.0",
                "Edge 150, Linux, desktop",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/21F79 Instagram 330.0.3.29.91 (iPhone14,3; iOS 17_5; en_IR)",
                "Instagram 330, iOS 17.5, phone",
            ),
            ("something unheard of", "-, -, other"),
            ("", "-, -, other"),
        ];
        for (agent, expected) in cases {
            assert_eq!(said(&PUBLISHED.read(agent)), expected, "{agent}");
        }
    }

    fn said(agent: &Agent) -> String {
        let version = |version: Option<String>| version.map_or(String::new(), |version| format!(" {version}"));
        format!(
            "{}{}, {}{}, {}",
            agent.browser.as_deref().unwrap_or("-"),
            version(agent.browser_version.map(|version| version.to_string())),
            agent.system.as_deref().unwrap_or("-"),
            version(agent.system_version.as_deref().map(str::to_owned)),
            agent.device.as_str()
        )
    }

    proptest! {
        #[test]
        fn texts_are_bounded(name in "\\PC{0,200}", version in "[0-9.]{0,200}") {
            let agent = PUBLISHED.read(&format!("Mozilla/5.0 (Linux; Android {version}; {name}) {name}/{version} Safari/{version}"));
            for text in [agent.browser, agent.system, agent.system_version].into_iter().flatten() {
                prop_assert!((1..=Agent::TEXT_MAX).contains(&text.len()), "{text}");
            }
        }
    }
}
