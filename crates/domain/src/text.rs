//! Short texts that people type: names, descriptions, tags. Length is counted in characters.

use serde::{Deserialize, Serialize};

/// A name or title: 1–255 characters, no control characters, not only white space.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(String);

/// A free description: at most 2,000 characters; line breaks and tabs are the only control characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Description(String);

/// A label that groups links: 1–64 characters without control characters, trimmed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Tag(String);

/// Why a text was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but white space.
    #[error("must not be empty")]
    Empty,
    /// More characters than allowed.
    #[error("must be at most {0} characters")]
    TooLong(usize),
    /// A control character where none may be.
    #[error("must not contain control characters")]
    Control,
}

impl Name {
    /// Longest name, in characters.
    pub const MAX: usize = 255;

    /// Accepts `text` unchanged, or says why not.
    ///
    /// # Errors
    /// Empty, longer than [`Name::MAX`], or with control characters.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        filled(text)?;
        bounded(text, Self::MAX)?;
        if text.chars().any(char::is_control) {
            return Err(TextError::Control);
        }
        Ok(Self(text.to_owned()))
    }
}

impl Description {
    /// Longest description, in characters.
    pub const MAX: usize = 2_000;

    /// Accepts `text` unchanged, or says why not.
    ///
    /// # Errors
    /// Longer than [`Description::MAX`], or with control characters other than line breaks and tabs.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        bounded(text, Self::MAX)?;
        if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
            return Err(TextError::Control);
        }
        Ok(Self(text.to_owned()))
    }
}

impl Tag {
    /// Longest tag, in characters.
    pub const MAX: usize = 64;

    /// Accepts `text` without the white space around it, or says why not.
    ///
    /// # Errors
    /// Empty, longer than [`Tag::MAX`], or with control characters.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text = text.trim();
        filled(text)?;
        bounded(text, Self::MAX)?;
        if text.chars().any(char::is_control) {
            return Err(TextError::Control);
        }
        Ok(Self(text.to_owned()))
    }
}

/// A text that is an id or a key of somebody else's: filled, bounded, in one line.
pub(crate) fn line(text: &str, max: usize) -> Result<String, TextError> {
    filled(text)?;
    bounded(text, max)?;
    if text.chars().any(char::is_control) { Err(TextError::Control) } else { Ok(text.to_owned()) }
}

fn filled(text: &str) -> Result<(), TextError> {
    if text.trim().is_empty() { Err(TextError::Empty) } else { Ok(()) }
}

fn bounded(text: &str, max: usize) -> Result<(), TextError> {
    // Bytes bound characters from above, so most texts are not counted at all.
    if text.len() > max && text.chars().count() > max { Err(TextError::TooLong(max)) } else { Ok(()) }
}

macro_rules! text_conversions {
    ($($kind:ident),*) => {$(
        impl $kind {
            /// The text as it was given.
            #[must_use]
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl TryFrom<String> for $kind {
            type Error = TextError;
            fn try_from(text: String) -> Result<Self, TextError> { Self::parse(&text) }
        }
        impl From<$kind> for String {
            fn from(text: $kind) -> String { text.0 }
        }
        impl std::fmt::Display for $kind {
            fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { out.write_str(&self.0) }
        }
    )*};
}
text_conversions!(Name, Description, Tag);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_counts_characters_not_bytes() {
        assert!(Name::parse(&"é".repeat(255)).is_ok());
        assert_eq!(Name::parse(&"é".repeat(256)), Err(TextError::TooLong(255)));
    }

    #[test]
    fn control_characters_are_refused_where_they_would_break_a_line() {
        assert_eq!(Name::parse("a\u{0}b"), Err(TextError::Control));
        assert_eq!(Name::parse("a\nb"), Err(TextError::Control));
        assert!(Description::parse("a\nb").is_ok());
        assert_eq!(Description::parse("a\u{1b}b"), Err(TextError::Control));
    }

    #[test]
    fn white_space_alone_is_no_name() {
        assert_eq!(Name::parse(" \t"), Err(TextError::Empty));
        assert_eq!(Tag::parse("  spring "), Ok(Tag("spring".to_owned())));
    }
}
