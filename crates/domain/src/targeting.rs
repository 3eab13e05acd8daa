//! Whom a link is for: countries, languages, platforms. Every list that is given must match.

use crate::platform::Platform;
use serde::{Deserialize, Serialize};

/// An assigned ISO 3166-1 alpha-2 code, in capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 2]);

/// An ISO 639-1 code, in lower case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language([u8; 2]);

/// A text that is no such code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not a known code")]
pub struct UnknownCode;

impl Country {
    /// Not in the standard, but what every GeoIP database answers there.
    const KOSOVO: Self = Self(*b"XK");

    /// Reads a code in any case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let letters: [u8; 2] = text.as_bytes().try_into().ok()?;
        let code = Self(letters.map(|letter| letter.to_ascii_uppercase()));
        (code == Self::KOSOVO || rust_iso3166::from_alpha2(code.as_str()).is_some()).then_some(code)
    }

    /// Every country, by code.
    pub fn all() -> impl Iterator<Item = Self> {
        let codes = rust_iso3166::ALL.iter().filter_map(|country| Self::parse(country.alpha2)).chain([Self::KOSOVO]);
        std::collections::BTreeSet::from_iter(codes).into_iter()
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("")
    }

    /// The country's English name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        rust_iso3166::from_alpha2(self.as_str()).map_or("Kosovo", |country| country.name)
    }
}

impl Language {
    /// Reads a two-letter code in any case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let letters: [u8; 2] = text.as_bytes().try_into().ok()?;
        let code = Self(letters.map(|letter| letter.to_ascii_lowercase()));
        isolang::Language::from_639_1(code.as_str()).map(|_| code)
    }

    /// Every language, by code.
    pub fn all() -> impl Iterator<Item = Self> {
        let letters = || b'a'..=b'z';
        letters().flat_map(move |first| letters().filter_map(move |second| Self::parse(std::str::from_utf8(&[first, second]).ok()?)))
    }

    /// The language's English name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        isolang::Language::from_639_1(self.as_str()).map_or("", |language| language.to_name())
    }

    /// The language that an `Accept-Language` header names first; quality values are not weighed, since browsers list in order.
    #[must_use]
    pub fn first_accepted(header: &str) -> Option<Self> {
        let first = header.split([',', ';']).next()?.trim();
        Self::parse(first.split(['-', '_']).next()?)
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("")
    }
}

macro_rules! code_conversions {
    ($($kind:ident),*) => {$(
        impl TryFrom<String> for $kind {
            type Error = UnknownCode;
            fn try_from(text: String) -> Result<Self, UnknownCode> { Self::parse(&text).ok_or(UnknownCode) }
        }
        impl From<$kind> for String {
            fn from(code: $kind) -> String { code.as_str().to_owned() }
        }
    )*};
}
code_conversions!(Country, Language);

/// The rules of a link. An empty list asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Targeting {
    /// Countries of the visitor's address. An unknown country is in no list.
    pub countries: Vec<Country>,
    /// Languages, against the visitor's first.
    pub languages: Vec<Language>,
    /// Platforms.
    pub platforms: Vec<Platform>,
}

/// What each rule says of a visitor: None where there is no such rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// The country rule.
    pub country: Option<bool>,
    /// The language rule.
    pub language: Option<bool>,
    /// The platform rule.
    pub platform: Option<bool>,
}

impl Match {
    /// True where no rule says no.
    #[must_use]
    pub fn is_full(self) -> bool {
        [self.country, self.language, self.platform].into_iter().all(|rule| rule != Some(false))
    }
}

impl Targeting {
    /// True where there is no rule at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.countries.is_empty() && self.languages.is_empty() && self.platforms.is_empty()
    }

    /// Holds every rule against a visitor.
    #[must_use]
    pub fn check(&self, country: Option<Country>, language: Option<Language>, platform: Platform) -> Match {
        Match {
            country: rule(&self.countries, country),
            language: rule(&self.languages, language),
            platform: rule(&self.platforms, Some(platform)),
        }
    }
}

fn rule<T: PartialEq>(list: &[T], value: Option<T>) -> Option<bool> {
    (!list.is_empty()).then(|| value.is_some_and(|value| list.contains(&value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_checked_against_the_standards() {
        assert_eq!(Country::parse("us").map(|c| c.name()), Some("United States of America"));
        assert_eq!(Country::parse("XX"), None);
        assert_eq!(Country::parse("USA"), None);
        assert!(Language::parse("EN").is_some());
        assert_eq!(Language::parse("xx"), None);
    }

    #[test]
    fn the_first_language_counts() {
        for (header, expected) in [
            ("en-US,en;q=0.9,de;q=0.8", Some("en")),
            ("de", Some("de")),
            ("pt_BR", Some("pt")),
            ("  fr ; q=0.1", Some("fr")),
            ("*", None),
            ("", None),
            ("\u{1F600}", None),
            ("zh-Hant-TW", Some("zh")),
        ] {
            assert_eq!(Language::first_accepted(header).as_ref().map(Language::as_str), expected, "{header}");
        }
    }
}
