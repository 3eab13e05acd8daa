//! Where a visitor's address is, as far as anybody knows.

use crate::targeting::Country;
use serde::{Deserialize, Serialize};

/// A place, from the largest part to the smallest. None is unknown, and is shown as that.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    /// The country.
    pub country: Option<Country>,
    /// Its first subdivision: the part of the ISO 3166-2 code behind the country's ("CA", "BY"), or else its English name.
    pub region: Option<Box<str>>,
    /// The city's English name.
    pub city: Option<Box<str>>,
    /// The IANA time zone: "Europe/Berlin".
    pub time_zone: Option<Box<str>>,
}

impl Place {
    /// Longest text kept, in bytes. The longest real ones are shorter; a damaged file's are not.
    pub const TEXT_MAX: usize = 128;

    /// A text that may be kept: not empty, not longer than [`Place::TEXT_MAX`], without control characters.
    #[must_use]
    pub fn text(text: &str) -> Option<Box<str>> {
        let text = text.trim();
        let fits = !text.is_empty() && text.len() <= Self::TEXT_MAX && !text.contains(char::is_control);
        fits.then(|| text.into())
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn texts_are_bounded() {
        let longest = "a".repeat(Place::TEXT_MAX);
        for (text, expected) in [("Berlin", Some("Berlin")), (" ", None), ("a\nb", None), (longest.as_str(), Some(longest.as_str()))] {
            assert_eq!(Place::text(text).as_deref(), expected, "{text}");
        }
        assert_eq!(Place::text(&"a".repeat(Place::TEXT_MAX + 1)), None);
    }
}
