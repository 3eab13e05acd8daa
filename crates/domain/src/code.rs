//! The path segments that name things on the redirect host: codes of links, slugs of templates, handles of accounts.
//! They share one namespace and are case-sensitive.

use serde::{Deserialize, Serialize};

/// The code of a link: the segment a visitor opens.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Code(String);

/// Why a path segment cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// Shorter or longer than allowed.
    #[error("must be {0}–{1} characters")]
    Length(usize, usize),
    /// A character that is not allowed.
    #[error("may contain only letters, digits{0}")]
    Character(&'static str),
    /// A word that Trackway serves itself, or a form that it hands out itself.
    #[error("is a reserved word")]
    Reserved,
}

impl Code {
    /// Length of a random code.
    pub const RANDOM_LENGTH: usize = 8;
    /// What random codes are made of.
    pub const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// A code that somebody chose: 4–30 of letters, digits, `_` and `-`, not reserved.
    ///
    /// # Errors
    /// Which of these rules it breaks.
    pub fn custom(text: &str) -> Result<Self, PathError> {
        Path::parse(text, 4, 30, &['_', '-']).map(|path| Self(path.0))
    }

    /// A random code, from random bytes: 8 of the 62 letters and digits. None where a byte would make one letter likelier than
    /// another or the result is a reserved word; ask again with new bytes.
    #[must_use]
    pub fn random(bytes: [u8; Self::RANDOM_LENGTH]) -> Option<Self> {
        let letter = |byte: u8| (byte < 248).then(|| char::from(Self::ALPHABET[usize::from(byte % 62)]));
        let text = bytes.into_iter().map(letter).collect::<Option<String>>()?;
        (!is_reserved(&text)).then_some(Self(text))
    }

    /// The form in which Fanvue links are named: `fv-<number>`.
    #[must_use]
    pub fn numbered(number: u64) -> Self {
        Self(format!("fv-{number}"))
    }

    /// A code that the store handed back.
    #[must_use]
    pub fn stored(text: String) -> Self {
        Self(text)
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

/// One path segment of the shared namespace, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Path(String);

impl Path {
    pub(crate) fn parse(text: &str, min: usize, max: usize, extra: &'static [char]) -> Result<Self, PathError> {
        if !(min..=max).contains(&text.chars().count()) {
            return Err(PathError::Length(min, max));
        }
        if !text.chars().all(|c| c.is_ascii_alphanumeric() || extra.contains(&c)) || text.starts_with('.') {
            return Err(PathError::Character(if extra.contains(&'.') { ", '_', '-' and '.'" } else { ", '_' and '-'" }));
        }
        if is_reserved(text) {
            return Err(PathError::Reserved);
        }
        Ok(Self(text.to_owned()))
    }

    pub(crate) fn stored(text: String) -> Self {
        Self(text)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// First path segments that Trackway serves, or keeps for itself, in lower case and sorted.
pub const RESERVED: &[&str] = &[
    ".well-known",
    "_",
    "account",
    "accounts",
    "admin",
    "api",
    "app",
    "apps",
    "assets",
    "auth",
    "creators",
    "dashboard",
    "docs",
    "favicon.ico",
    "health",
    "healthz",
    "help",
    "inbound",
    "login",
    "logout",
    "metrics",
    "oauth",
    "oauth2",
    "openapi",
    "openapi.json",
    "postback",
    "preview",
    "privacy",
    "public",
    "qr",
    "robots.txt",
    "sdk",
    "settings",
    "share",
    "sign-in",
    "sign-out",
    "signin",
    "signout",
    "signup",
    "sitemap.xml",
    "static",
    "status",
    "support",
    "terms",
    "tracking-links",
    "trackway",
    "users",
    "v1",
    "v2",
    "webhooks",
    "ws",
    "www",
];

/// True for a word of [`RESERVED`] in any case, and for `fv-<number>`, which only Trackway hands out.
#[must_use]
pub fn is_reserved(segment: &str) -> bool {
    let numbered = |rest: &str| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
    segment.strip_prefix("fv-").is_some_and(numbered) || is_served(segment)
}

/// The longest word of [`RESERVED`], in bytes.
const LONGEST: usize = 14;

/// For each length, the first letters (their low five bits) of the words that long: nearly every code is let through by one look.
const FIRST_LETTERS: [u32; LONGEST + 1] = {
    let mut letters = [0; LONGEST + 1];
    let mut index = 0;
    while index < RESERVED.len() {
        let word = RESERVED[index].as_bytes();
        letters[word.len()] |= 1 << (word[0] & 31);
        index += 1;
    }
    letters
};

/// True where Trackway answers the first path segment itself, whatever its case.
#[must_use]
pub fn is_served(segment: &str) -> bool {
    let Some(first) = segment.as_bytes().first() else { return false };
    if FIRST_LETTERS.get(segment.len()).is_none_or(|letters| letters & 1 << (first & 31) == 0) {
        return false;
    }
    let mut lower = [0_u8; LONGEST];
    let lower = &mut lower[..segment.len()];
    lower.copy_from_slice(segment.as_bytes());
    lower.make_ascii_lowercase();
    RESERVED.binary_search_by(|word| word.as_bytes().cmp(lower)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reserved_words_are_sorted_and_short_enough_for_the_lookup() {
        assert!(RESERVED.is_sorted());
        assert!(RESERVED.iter().all(|word| word.len() <= LONGEST && *word == word.to_lowercase()));
        assert!(RESERVED.iter().all(|word| is_reserved(word) && is_reserved(&word.to_uppercase())));
    }

    #[test]
    fn custom_codes() {
        let cases = [
            ("spring-sale", Ok(())),
            ("abc", Err(PathError::Length(4, 30))),
            ("Sale_2026", Ok(())),
            ("sale 2026", Err(PathError::Character(", '_' and '-'"))),
            ("säle", Err(PathError::Character(", '_' and '-'"))),
            ("Dashboard", Err(PathError::Reserved)),
            ("fv-123", Err(PathError::Reserved)),
            ("fv-12a", Ok(())),
            ("a/../b", Err(PathError::Character(", '_' and '-'"))),
        ];
        for (text, expected) in cases {
            assert_eq!(Code::custom(text).map(|_| ()), expected, "{text}");
        }
        assert_eq!(Code::custom(&"a".repeat(31)), Err(PathError::Length(4, 30)));
    }

    proptest! {
        #[test]
        fn random_codes_could_have_been_chosen(bytes: [u8; 8]) {
            if let Some(code) = Code::random(bytes) {
                prop_assert_eq!(Code::custom(code.as_str()), Ok(code));
            }
        }
    }
}
