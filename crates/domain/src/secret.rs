//! Secrets that are handed out once and kept as hashes: of sessions, clients, authorization codes and refresh tokens.

use sha2::{Digest, Sha256};

/// What is kept of a secret. A secret has 190 random bits, so a fast hash is enough.
pub type SecretHash = [u8; 32];

/// Random letters, with a prefix that says what they are for.
pub struct Secret(String);

impl Secret {
    /// Random characters behind the prefix.
    pub const LENGTH: usize = 32;

    /// A secret from random letters.
    #[must_use]
    pub fn new(prefix: &str, random_letters: &str) -> Self {
        Self(format!("{prefix}{random_letters}"))
    }

    /// A secret that somebody sent, whatever it is.
    #[must_use]
    pub fn presented(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// What is stored, and looked up.
    #[must_use]
    pub fn hash(&self) -> SecretHash {
        Sha256::digest(self.0.as_bytes()).into()
    }

    /// The secret in full; for handing it out.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}
