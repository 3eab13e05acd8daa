//! What a user agent says of a visitor's browser, system and device. Reading it from a header is `app`'s; the device alone is told
//! here, by a few words.

use serde::{Deserialize, Serialize};

/// A user agent, and what could be read from it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserAgent {
    /// The header in full.
    pub text: Box<str>,
    /// What it says.
    pub agent: Agent,
}

/// A read user agent. What it does not say, or nobody knows, is None; texts are at most [`Agent::TEXT_MAX`] bytes long.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Agent {
    /// The browser's family: "Mobile Safari", "Chrome". The app where a browser is inside one: "Instagram".
    pub browser: Option<Box<str>>,
    /// The browser's major version; the app's for a browser inside an app.
    pub browser_version: Option<u32>,
    /// The system's family: "iOS", "Android", "Windows", "macOS".
    pub system: Option<Box<str>>,
    /// The system's version, major and minor where both are said: "17.4".
    pub system_version: Option<Box<str>>,
    /// What kind of thing it runs on.
    pub device: DeviceClass,
}

impl Agent {
    /// Longest text kept, in bytes: a header must not make a dimension's value of any length.
    pub const TEXT_MAX: usize = 64;
}

/// What a visitor holds or sits before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[repr(u8)]
pub enum DeviceClass {
    /// A computer with a keyboard.
    Desktop = 0,
    /// A phone.
    Phone = 1,
    /// A tablet that says so. An iPad that asks for desktop pages says that it is a Mac, and is a desktop here.
    Tablet = 2,
    /// A television, or a box behind one.
    Television = 3,
    /// A console, a car, a watch, a program, or nothing known.
    #[default]
    Other = 4,
}

/// Words of televisions. They come first, since most of them also say Android or Linux.
const TELEVISION: &[&str] = &[
    "SmartTV",
    "SMART-TV",
    "Smart-TV",
    "Smart TV",
    "AppleTV",
    "Apple TV",
    "GoogleTV",
    "Google TV",
    "AndroidTV",
    "Android TV",
    "BRAVIA",
    "HbbTV",
    "Web0S",
    "NetCast",
    "Roku",
    "CrKey",
    "; AFT",
    "VIZIO",
    "InettvBrowser",
    "DTV)",
    "tvOS",
];

/// Words of what is none of the others, though it may say Windows, Linux or Mobile.
const OTHER: &[&str] = &["PlayStation", "Xbox", "XBOX", "Nintendo", "Tesla/", "Watch"];

const TABLET: &[&str] = &["iPad", "Tablet;", "Tablet ", "; SM-T", "; SM-X", "; KF", "PlayBook", "Kindle/", "Silk-Accelerated"];

const PHONE: &[&str] = &[
    "iPhone",
    "iPod",
    "Windows Phone",
    "IEMobile",
    "BlackBerry",
    "BB10",
    "Symbian",
    "MIDP",
    "Opera Mini",
    "KAIOS",
    "UP.Browser",
    "FBAN/FB4A",
];

const DESKTOP: &[&str] = &["Windows", "Macintosh", "Mac OS X", "X11", "CrOS", "Linux"];

impl DeviceClass {
    /// All classes, by number.
    pub const ALL: [Self; 5] = [Self::Desktop, Self::Phone, Self::Tablet, Self::Television, Self::Other];

    /// What a user agent says. Browsers of Android say `Mobile` on phones and leave it out on tablets.
    #[must_use]
    pub fn of(user_agent: &str) -> Self {
        let says = |words: &[&str]| words.iter().any(|word| user_agent.contains(word));
        let is_android = says(&["Android"]);
        if says(TELEVISION) {
            Self::Television
        } else if says(OTHER) {
            Self::Other
        } else if says(TABLET) && !says(&["Windows NT"]) {
            Self::Tablet
        } else if says(PHONE) || says(&["Mobile"]) {
            Self::Phone
        } else if is_android && says(&["Safari/", "Firefox/"]) {
            Self::Tablet
        } else if is_android {
            Self::Phone
        } else if says(DESKTOP) {
            Self::Desktop
        } else {
            Self::Other
        }
    }

    /// Its name in stores and answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Desktop => "desktop",
            Self::Phone => "phone",
            Self::Tablet => "tablet",
            Self::Television => "television",
            Self::Other => "other",
        }
    }

    /// The class with that number.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices() {
        use DeviceClass::{Desktop, Other, Phone, Tablet, Television};
        let cases = [
            ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36", Desktop),
            ("Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0; Tablet PC 2.0; .NET4.0C)", Desktop),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15",
                Desktop,
            ),
            ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36", Desktop),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148", Phone),
            ("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36", Phone),
            ("Mozilla/5.0 (Android 15; Mobile; rv:150.0) Gecko/150.0 Firefox/150.0", Phone),
            ("Dalvik/2.1.0 (Linux; U; Android 9; Pixel 3)", Phone),
            ("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36", Tablet),
            ("Mozilla/5.0 (iPad; CPU OS 12_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/16G77", Tablet),
            ("Mozilla/5.0 (Android 15; Tablet; rv:150.0) Gecko/150.0 Firefox/150.0", Tablet),
            (
                "Mozilla/5.0 (Linux; Android 9; AFTMM Build/PS7233) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/70.0 Mobile Safari/537.36",
                Television,
            ),
            ("Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/94.0 Safari/537.36", Television),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox One) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Edge/44.1",
                Other,
            ),
            ("AppName/1 CFNetwork/1410.1 Darwin/22.6.0", Other),
            ("", Other),
        ];
        for (agent, expected) in cases {
            assert_eq!(DeviceClass::of(agent), expected, "{agent}");
        }
    }

    #[test]
    fn numbers_are_positions() {
        for (index, class) in DeviceClass::ALL.into_iter().enumerate() {
            assert_eq!(DeviceClass::from_number(index as u8), Some(class));
            assert_eq!(class as usize, index);
        }
    }
}
