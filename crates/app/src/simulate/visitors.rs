//! Visitors to try links with.

use trackway_domain::platform::Platform;

/// A browser and what it says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Browser {
    /// Its name for people.
    pub name: &'static str,
    /// Where it runs.
    pub platform: Platform,
    /// Its `User-Agent`.
    pub user_agent: &'static str,
}

/// Browsers to choose from: those that people have, and those that apps embed.
pub const BROWSERS: [Browser; 8] = [
    Browser {
        name: "iPhone (Safari)",
        platform: Platform::Ios,
        user_agent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
    },
    Browser {
        name: "iPad (Safari)",
        platform: Platform::Ios,
        user_agent: "Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
    },
    Browser {
        name: "iPhone (Instagram)",
        platform: Platform::Ios,
        user_agent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 380.0.0.28.104 (iPhone16,2; iOS 18_6; en_US; en; scale=3.00; 1290x2796)",
    },
    Browser {
        name: "Android (Chrome)",
        platform: Platform::Android,
        user_agent: "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
    },
    Browser {
        name: "Android (Facebook)",
        platform: Platform::Android,
        user_agent: "Mozilla/5.0 (Linux; Android 15; Pixel 9 Build/AP4A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/142.0.0.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/510.0.0.0;]",
    },
    Browser {
        name: "Windows (Chrome)",
        platform: Platform::Web,
        user_agent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
    },
    Browser {
        name: "Mac (Safari)",
        platform: Platform::Web,
        user_agent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
    },
    Browser {
        name: "Linux (Firefox)",
        platform: Platform::Web,
        user_agent: "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
    },
];

/// What the first browser of a platform says of itself.
#[must_use]
pub fn user_agent(platform: Platform) -> &'static str {
    BROWSERS.iter().find(|browser| browser.platform == platform).map_or("", |browser| browser.user_agent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_what_they_are_listed_as() {
        for browser in BROWSERS {
            assert_eq!(Platform::of(browser.user_agent), browser.platform, "{}", browser.name);
        }
        for platform in Platform::ALL {
            assert_eq!(Platform::of(user_agent(platform)), platform);
        }
    }
}
