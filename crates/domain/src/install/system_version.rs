//! Versions of phones' systems, as apps say them and as browsers do, who do not always say the truth.
//!
//! Apps ask the system. Browsers have stopped telling: Chrome says "Android 10; K" on every later Android, and since iOS 26 every browser
//! says iOS 18.6 or 18.7. So what a browser says is sometimes only a lower bound.

use crate::platform::Platform;
use serde::{Deserialize, Serialize};

/// A version, as far as it is compared: its first two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SystemVersion {
    /// The first number.
    pub major: u16,
    /// The second, where it is said.
    pub minor: Option<u16>,
}

/// What a browser says of the system that it runs on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum BrowserSystem {
    /// Nothing.
    #[default]
    Unknown,
    /// This version.
    Exactly(SystemVersion),
    /// This one or any later one.
    AtLeast(SystemVersion),
}

/// Since this version of iOS browsers say no other.
const LAST_IOS_SAID: SystemVersion = SystemVersion { major: 18, minor: Some(6) };

/// The first iOS that browsers do not name.
const FIRST_IOS_UNSAID: u16 = 26;

/// The number of an Android interface and of the Android that has it: some apps say the one for the other. Releases are far from 21 yet.
const ANDROID_INTERFACES: [(u16, u16); 16] = [
    (21, 5),
    (22, 5),
    (23, 6),
    (24, 7),
    (25, 7),
    (26, 8),
    (27, 8),
    (28, 9),
    (29, 10),
    (30, 11),
    (31, 12),
    (32, 12),
    (33, 13),
    (34, 14),
    (35, 15),
    (36, 16),
];

impl SystemVersion {
    /// Reads `17.4.1`, `17_4`, `14`; what follows the second number does not count.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let number = |text: &str| {
            let digits = &text[..text.bytes().take_while(u8::is_ascii_digit).count()];
            digits.parse::<u16>().ok()
        };
        let mut parts = text.trim().split(['.', '_']);
        Some(Self { major: number(parts.next()?)?, minor: parts.next().and_then(number) })
    }

    /// What an app says of its phone.
    #[must_use]
    pub fn said_by_app(platform: Platform, text: &str) -> Option<Self> {
        let said = Self::parse(text)?;
        let release = |(_, release): &(u16, u16)| Self { major: *release, minor: None };
        let interface = ANDROID_INTERFACES.iter().find(|(interface, _)| platform == Platform::Android && *interface == said.major);
        Some(interface.map_or(said, release))
    }

    /// Equal as far as both are said.
    fn agrees(self, other: Self) -> bool {
        self.major == other.major && self.minor.zip(other.minor).is_none_or(|(one, other)| one == other)
    }
}

impl BrowserSystem {
    /// What a user agent says of a phone's system.
    #[must_use]
    pub fn of(platform: Platform, user_agent: &str) -> Self {
        match platform {
            Platform::Ios => Self::ios(user_agent),
            Platform::Android => Self::android(user_agent),
            Platform::Web => Self::Unknown,
        }
    }

    fn ios(user_agent: &str) -> Self {
        let own = behind(user_agent, "Version/").and_then(SystemVersion::parse);
        if let Some(own) = own.filter(|own| own.major >= FIRST_IOS_UNSAID) {
            // Safari has the number of its system.
            return Self::Exactly(own);
        }
        let said = ["iPhone OS ", "CPU OS "].iter().find_map(|words| behind(user_agent, words)).and_then(SystemVersion::parse);
        match said {
            Some(said) if said >= LAST_IOS_SAID => Self::AtLeast(said),
            said => said.map_or(Self::Unknown, Self::Exactly),
        }
    }

    fn android(user_agent: &str) -> Self {
        let Some((said, rest)) = behind(user_agent, "Android ").and_then(|rest| Some((SystemVersion::parse(rest)?, rest))) else {
            return Self::Unknown;
        };
        let device = rest.split_once(';').map_or("", |(_, device)| device.trim_start());
        let is_reduced = ["K)", "Mobile", "Tablet"].iter().any(|word| device.starts_with(word));
        if is_reduced && said.major == 10 { Self::AtLeast(said) } else { Self::Exactly(said) }
    }

    /// False where the phone's version cannot be what the browser meant. What nobody says contradicts nothing.
    #[must_use]
    pub fn fits(self, phone: Option<SystemVersion>) -> bool {
        match (self, phone) {
            (Self::Unknown, _) | (_, None) => true,
            (Self::Exactly(said), Some(phone)) => said.agrees(phone),
            (Self::AtLeast(said), Some(phone)) => phone >= said || said.agrees(phone),
        }
    }
}

/// What stands behind these words.
fn behind<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    text.find(words).map(|start| &text[start + words.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SAFARI_26: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1";
    const WEB_VIEW_26: &str =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 400.0";
    const SAFARI_17: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4.1 Mobile/15E148 Safari/604.1";
    const IPAD: &str = "Mozilla/5.0 (iPad; CPU OS 16_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148";
    const CHROME: &str = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Mobile Safari/537.36";
    const FIREFOX: &str = "Mozilla/5.0 (Android 10; Mobile; rv:150.0) Gecko/150.0 Firefox/150.0";
    const WEB_VIEW: &str = "Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UQ1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/150.0 Mobile Safari/537.36";

    #[test]
    fn a_phone_fits_what_its_browser_may_mean() {
        let cases = [
            (Platform::Ios, SAFARI_17, "17.4.1", true),
            (Platform::Ios, SAFARI_17, "17.4", true),
            (Platform::Ios, SAFARI_17, "17", true),
            (Platform::Ios, SAFARI_17, "17.5", false),
            (Platform::Ios, SAFARI_26, "26.1.1", true),
            (Platform::Ios, SAFARI_26, "26.0", false),
            (Platform::Ios, SAFARI_26, "18.6", false),
            (Platform::Ios, WEB_VIEW_26, "26.1", true),
            (Platform::Ios, WEB_VIEW_26, "18.7", true),
            (Platform::Ios, WEB_VIEW_26, "18.5", false),
            (Platform::Ios, IPAD, "16.3.1", true),
            (Platform::Ios, IPAD, "16.2", false),
            (Platform::Android, CHROME, "16", true),
            (Platform::Android, CHROME, "10", true),
            (Platform::Android, CHROME, "9", false),
            (Platform::Android, FIREFOX, "15", true),
            (Platform::Android, WEB_VIEW, "14", true),
            (Platform::Android, WEB_VIEW, "34", true),
            (Platform::Android, WEB_VIEW, "15", false),
            (Platform::Android, WEB_VIEW, "unknown", true),
            (Platform::Android, "", "15", true),
        ];
        for (platform, browser, phone, expected) in cases {
            let fits = BrowserSystem::of(platform, browser).fits(SystemVersion::said_by_app(platform, phone));
            assert_eq!(fits, expected, "{browser}: {phone}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,60}", ios: bool) {
            let platform = if ios { Platform::Ios } else { Platform::Android };
            let said = BrowserSystem::of(platform, &format!("iPhone OS {text}Android {text}Version/{text}"));
            prop_assert!(said.fits(None) && BrowserSystem::Unknown.fits(SystemVersion::said_by_app(platform, &text)));
        }
    }
}
