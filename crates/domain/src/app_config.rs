//! What a workspace says of its app: who may open its links on iOS and Android, and where those go that have no app.

use crate::deep_link::AppScheme;
use crate::destination::Destination;
use serde::{Deserialize, Serialize};

/// The app of a workspace. What is not said is not published.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AppConfig {
    /// The app's own scheme.
    pub scheme: Option<AppScheme>,
    /// The team that signs the iOS app.
    pub ios_team: Option<TeamId>,
    /// The iOS app.
    pub ios_bundle: Option<BundleId>,
    /// The Android app.
    pub android_package: Option<PackageName>,
    /// The certificates that sign it.
    pub android_fingerprints: Vec<Fingerprint>,
    /// Its page in the App Store.
    pub ios_store: Option<Destination>,
    /// Its page in the Play Store.
    pub android_store: Option<Destination>,
    /// The page for everybody else.
    pub web_fallback: Option<Destination>,
}

impl AppConfig {
    /// The iOS app as Apple names it, where it is named in full.
    #[must_use]
    pub fn ios_app(&self) -> Option<String> {
        Some(format!("{}.{}", self.ios_team.as_ref()?.as_str(), self.ios_bundle.as_ref()?.as_str()))
    }

    /// The Android app, where a certificate vouches for it.
    #[must_use]
    pub fn android_app(&self) -> Option<&PackageName> {
        self.android_package.as_ref().filter(|_| !self.android_fingerprints.is_empty())
    }
}

macro_rules! app_names {
    ($($(#[$doc:meta])* $name:ident, $error:literal, $parse:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Reads one.
            ///
            /// # Errors
            /// What it must be instead.
            pub fn parse(text: &str) -> Result<Self, &'static str> {
                let parse: fn(&str) -> Option<String> = $parse;
                parse(text).map(Self).ok_or($error)
            }

            /// As it is published.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = &'static str;
            fn try_from(text: String) -> Result<Self, &'static str> { Self::parse(&text) }
        }

        impl From<$name> for String {
            fn from(name: $name) -> String { name.0 }
        }
    )*};
}

app_names! {
    /// An Apple team: ten capitals and digits.
    TeamId, "must be the ten capitals and digits of an Apple team", |text| {
        let fits = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        (text.len() == 10 && text.bytes().all(fits)).then(|| text.to_owned())
    };
    /// An iOS bundle: letters, digits, `-` and dots between them.
    BundleId, "must be a bundle id such as com.example.app", |text| {
        let fits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        (text.len() <= 155 && text.split('.').all(fits)).then(|| text.to_owned())
    };
    /// An Android package: at least two names with a dot between them, each starting with a letter.
    PackageName, "must be a package name such as com.example.app", |text| {
        let fits = |part: &str| {
            part.starts_with(|first: char| first.is_ascii_alphabetic())
                && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        };
        (text.len() <= 255 && text.contains('.') && text.split('.').all(fits)).then(|| text.to_owned())
    };
    /// The SHA-256 of a certificate, as capitals in pairs with colons. Small letters and missing colons are mended.
    Fingerprint, "must be a SHA-256 fingerprint: 32 pairs of hexadecimal digits", |text| {
        let digits = text.chars().filter(|character| *character != ':').collect::<String>().to_ascii_uppercase();
        let is_plain = digits.len() == text.len() || text.len() == 95 && text.split(':').all(|pair| pair.len() == 2);
        let pairs = || digits.as_bytes().chunks(2).map(String::from_utf8_lossy).collect::<Vec<_>>().join(":");
        (is_plain && digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())).then(pairs)
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_their_forms() {
        type Holds = fn(&str) -> bool;
        let cases: [(&str, bool, Holds); 12] = [
            ("ABCDE12345", true, |text| TeamId::parse(text).is_ok()),
            ("abcde12345", false, |text| TeamId::parse(text).is_ok()),
            ("ABCDE1234", false, |text| TeamId::parse(text).is_ok()),
            ("com.example-shop.App", true, |text| BundleId::parse(text).is_ok()),
            ("com..app", false, |text| BundleId::parse(text).is_ok()),
            ("com.example.*", false, |text| BundleId::parse(text).is_ok()),
            ("com.example.my_app", true, |text| PackageName::parse(text).is_ok()),
            ("app", false, |text| PackageName::parse(text).is_ok()),
            ("com.1example", false, |text| PackageName::parse(text).is_ok()),
            ("com.example-shop", false, |text| PackageName::parse(text).is_ok()),
            ("AB:CD", false, |text| Fingerprint::parse(text).is_ok()),
            (":", false, |text| Fingerprint::parse(text).is_ok()),
        ];
        for (text, expected, is_good) in cases {
            assert_eq!(is_good(text), expected, "{text}");
        }
    }

    #[test]
    fn fingerprints_are_mended() {
        let good = ["AB"; 32].join(":");
        for text in [good.clone(), good.to_lowercase(), "ab".repeat(32)] {
            assert_eq!(Fingerprint::parse(&text).as_ref().map(Fingerprint::as_str), Ok(good.as_str()), "{text}");
        }
        for text in ["ABC:".repeat(16), format!("{good}:"), "XY".repeat(32)] {
            assert!(Fingerprint::parse(&text).is_err(), "{text}");
        }
    }
}
