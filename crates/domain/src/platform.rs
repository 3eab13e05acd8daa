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

/// True inside a browser that an app embeds: it opens no store by itself and blocks most app links.
#[must_use]
pub fn is_in_app_browser(user_agent: &str) -> bool {
    const MARKS: &[&str] = &[
        "FBAN/",
        "FBAV/",
        "FB_IAB",
        "Instagram",
        "musical_ly",
        "BytedanceWebview",
        "TikTok",
        "Snapchat",
        "Twitter for",
        "LinkedInApp",
        "Pinterest/",
        "Line/",
        "MicroMessenger",
        "Reddit/",
        "GSA/",
        "Barcelona",
    ];
    MARKS.iter().any(|mark| user_agent.contains(mark))
}
