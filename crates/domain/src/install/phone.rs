//! What an app says of the phone that it is on.

use super::system_version::SystemVersion;
use crate::platform::Platform;
use crate::targeting::Language;
use serde::{Deserialize, Serialize};

/// A phone, as far as its app says anything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phone {
    /// Its platform.
    pub platform: Platform,
    /// Its system's version.
    pub version: Option<SystemVersion>,
    /// The language that it is set to.
    pub language: Option<Language>,
    /// The time zone that it is set to.
    pub timezone: Option<Timezone>,
}

/// A time zone by its name in the IANA database: a region and a place. Abbreviations mean several zones, and `UTC` is what apps say who
/// do not know; neither is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timezone(String);

impl Timezone {
    /// Longest name, in bytes.
    pub const MAX: usize = 64;

    /// Reads a name such as `Europe/Berlin`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"/_+-".contains(&byte);
        (text.len() <= Self::MAX && text.contains('/') && text.bytes().all(fits)).then(|| Self(text.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timezones_are_regions_and_places() {
        for (text, expected) in [
            ("Europe/Berlin", true),
            ("America/Argentina/Buenos_Aires", true),
            ("Etc/GMT+5", true),
            ("UTC", false),
            ("CET", false),
            ("", false),
            ("Europe/Berlin;", false),
        ] {
            assert_eq!(Timezone::parse(text).is_some(), expected, "{text}");
        }
    }
}
