//! What a user agent says of the visitor's platform: only what choosing a destination needs.

use serde::{Deserialize, Serialize};

/// The platform that decides between an app's stores and the web.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Platform {
    /// iPhone, iPad, iPod.
    Ios,
    /// Android.
    Android,
    /// Everything else.
    Web,
}

impl Platform {
    /// All platforms, in the order of the documents.
    pub const ALL: [Self; 3] = [Self::Ios, Self::Android, Self::Web];

    /// What a user agent says; an empty one is the web.
    #[must_use]
    pub fn of(user_agent: &str) -> Self {
        let names = |words: &[&str]| words.iter().any(|word| user_agent.contains(word));
        if names(&["iPhone", "iPad", "iPod"]) {
            Self::Ios
        } else if names(&["Android"]) {
            Self::Android
        } else {
            Self::Web
        }
    }

    /// Its name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ios => "ios",
            Self::Android => "android",
            Self::Web => "web",
        }
    }

    /// Reads a name of [`Platform::as_str`], in any case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|platform| platform.as_str().eq_ignore_ascii_case(text))
    }
}

/// A browser that an app embeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InAppBrowser {
    /// The app's name.
    pub app: &'static str,
    /// What its user agent contains.
    mark: &'static str,
    /// What stands before its version.
    before_version: &'static str,
}

const fn row(mark: &'static str, app: &'static str, before_version: &'static str) -> InAppBrowser {
    InAppBrowser { app, mark, before_version }
}

/// The apps that people open links in. A narrower mark stands before a wider one.
const IN_APP_BROWSERS: &[InAppBrowser] = &[
    row("Instagram", "Instagram", "Instagram "),
    row("Barcelona", "Threads", "Barcelona "),
    row("FBAN/Messenger", "Messenger", "FBAV/"),
    row("FB_IAB/MESSENGER", "Messenger", "FBAV/"),
    row("FB_IAB/Orca", "Messenger", "FBAV/"),
    row("FBAN/", "Facebook", "FBAV/"),
    row("FBAV/", "Facebook", "FBAV/"),
    row("FB_IAB", "Facebook", "FBAV/"),
    row("musical_ly", "TikTok", "app_version/"),
    row("BytedanceWebview", "TikTok", "app_version/"),
    row("trill_", "TikTok", "app_version/"),
    row("TikTok", "TikTok", "TikTok "),
    row("Snapchat", "Snapchat", "Snapchat/"),
    row("Twitter for", "X", "Twitter for iPhone/"),
    row("TwitterAndroid", "X", "TwitterAndroid/"),
    row("LinkedInApp", "LinkedIn", "[LinkedInApp]/"),
    row("Telegram-Android", "Telegram", "Telegram-Android/"),
    row("Pinterest/", "Pinterest", "Pinterest/"),
    row(" Line/", "Line", " Line/"),
    row("KAKAOTALK", "KakaoTalk", "KAKAOTALK "),
    row("MicroMessenger", "WeChat", "MicroMessenger/"),
    row("Reddit/", "Reddit", "Reddit/"),
    row(" Viber", "Viber", " Viber/"),
    row("NAVER(inapp", "Naver", ""),
    row("GSA/", "Google", "GSA/"),
];

impl InAppBrowser {
    /// The one that a user agent names.
    #[must_use]
    pub fn of(user_agent: &str) -> Option<&'static Self> {
        IN_APP_BROWSERS.iter().find(|browser| user_agent.contains(browser.mark))
    }

    /// The app's major version in its user agent.
    #[must_use]
    pub fn version(&self, user_agent: &str) -> Option<u32> {
        let (_, behind) = user_agent.split_once(self.before_version).filter(|_| !self.before_version.is_empty())?;
        let end = behind.find(|character: char| !character.is_ascii_digit()).unwrap_or(behind.len());
        behind[..end].parse().ok()
    }
}

/// True inside a browser that an app embeds: it opens no store by itself and blocks most app links.
#[must_use]
pub fn is_in_app_browser(user_agent: &str) -> bool {
    InAppBrowser::of(user_agent).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apps_and_their_versions() {
        let ios = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148";
        let android = "Mozilla/5.0 (Linux; Android 15; Pixel 9; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/150.0.0.0 Mobile Safari/537.36";
        let cases = [
            (
                ios,
                "Instagram 330.0.3.29.91 (iPhone14,3; iOS 17_5; en_IR; scale=3.00; 1125x2436; 595323416)",
                Some(("Instagram", Some(330))),
            ),
            (ios, "[FBAN/FBIOS;FBAV/183.0.0.41.81;FBBV/119182652]", Some(("Facebook", Some(183)))),
            (ios, "[FBAN/MessengerForiOS;FBAV/401.0.0.30.114]", Some(("Messenger", Some(401)))),
            (android, "[FB_IAB/FB4A;FBAV/263.0.0.46.121;]", Some(("Facebook", Some(263)))),
            (android, "trill_2021806060 JsSdk/1.0 AppName/musical_ly app_version/18.6.6 Region/FR", Some(("TikTok", Some(18)))),
            (ios, "Twitter for iPhone/8.10", Some(("X", Some(8)))),
            (android, "TwitterAndroid", Some(("X", None))),
            (ios, "[LinkedInApp]", Some(("LinkedIn", None))),
            (ios, "[LinkedInApp]/9.29.3500", Some(("LinkedIn", Some(9)))),
            (android, "Telegram-Android/11.2.3 (Google Pixel 9; Android 15; SDK 35; HIGH)", Some(("Telegram", Some(11)))),
            (ios, "Snapchat/12.87.0.44 (like Safari/604.1)", Some(("Snapchat", Some(12)))),
            (ios, "[Pinterest/iOS]", Some(("Pinterest", None))),
            (android, "Viber/11.9.5.8", Some(("Viber", Some(11)))),
            (ios, "Safari/604.1", None),
        ];
        for (browser, app, expected) in cases {
            let agent = format!("{browser} {app}");
            assert_eq!(InAppBrowser::of(&agent).map(|found| (found.app, found.version(&agent))), expected, "{agent}");
        }
    }
}
