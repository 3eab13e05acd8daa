//! How a link opens an app instead of a page.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A custom URL scheme of an app, such as `myshop`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AppScheme(String);

/// Why a scheme was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AppSchemeError {
    /// Not of the form of a scheme.
    #[error("must start with a lower-case letter and contain only lower-case letters, digits, '+', '.' and '-'")]
    Form,
    /// A scheme that runs code, reads files or is the web's own.
    #[error("must be the app's own scheme")]
    Forbidden,
}

impl AppScheme {
    const FORBIDDEN: [&str; 10] = ["javascript", "data", "vbscript", "file", "blob", "about", "intent", "content", "http", "https"];

    /// `^[a-z][a-z0-9+.-]*$`, at most 64 characters, and none of the schemes that a browser or system gives a meaning.
    ///
    /// # Errors
    /// Which rule it breaks.
    pub fn parse(text: &str) -> Result<Self, AppSchemeError> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"+.-".contains(&byte);
        if text.len() > 64 || !text.starts_with(|c: char| c.is_ascii_lowercase()) || !text.bytes().all(allowed) {
            return Err(AppSchemeError::Form);
        }
        if Self::FORBIDDEN.contains(&text) { Err(AppSchemeError::Forbidden) } else { Ok(Self(text.to_owned())) }
    }

    /// The scheme without `://`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for AppScheme {
    type Error = AppSchemeError;
    fn try_from(text: String) -> Result<Self, AppSchemeError> {
        Self::parse(&text)
    }
}

impl From<AppScheme> for String {
    fn from(scheme: AppScheme) -> String {
        scheme.0
    }
}

/// What a link tells an app to open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeepLink {
    /// The scheme, for apps without universal or app links.
    pub scheme: Option<AppScheme>,
    /// The path inside the app.
    pub path: Option<String>,
    /// What travels with it; the values keep their JSON types.
    pub parameters: Map<String, Value>,
}

impl DeepLink {
    /// The parameters as a query carries them: strings bare, other values as JSON, nulls left out.
    pub fn query_pairs(&self) -> impl Iterator<Item = (&str, String)> {
        self.parameters.iter().filter_map(|(name, value)| match value {
            Value::Null => None,
            Value::String(text) => Some((name.as_str(), text.clone())),
            other => Some((name.as_str(), other.to_string())),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes() {
        use AppSchemeError::{Forbidden, Form};
        for (text, expected) in [
            ("myshop", Ok(())),
            ("com.example.shop", Ok(())),
            ("fb123+x", Ok(())),
            ("", Err(Form)),
            ("1shop", Err(Form)),
            ("My", Err(Form)),
            ("my shop", Err(Form)),
            ("my://", Err(Form)),
            ("javascript", Err(Forbidden)),
            ("intent", Err(Forbidden)),
            ("https", Err(Forbidden)),
        ] {
            assert_eq!(AppScheme::parse(text).map(|_| ()), expected, "{text}");
        }
    }
}
