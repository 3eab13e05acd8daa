//! Proof that whoever brings a code is whoever asked for it (RFC 7636), by SHA-256 only: the other method proves nothing.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// What was said when the code was asked for: the hash of a text that is shown with the code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PkceChallenge([u8; 32]);

impl PkceChallenge {
    /// Reads a `code_challenge`: 43 characters of base64url.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// A challenge that the store handed back.
    #[must_use]
    pub fn stored(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// What is stored.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// True where this is the text: 43–128 unreserved characters whose hash was said before.
    #[must_use]
    pub fn is_met_by(&self, verifier: &str) -> bool {
        let is_unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        // Comparing hashes tells nothing about the text, however long it takes.
        (43..=128).contains(&verifier.len())
            && verifier.bytes().all(is_unreserved)
            && <[u8; 32]>::from(Sha256::digest(verifier.as_bytes())) == self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const VERIFIER: &str = "[A-Za-z0-9._~-]{43,128}";

    fn challenge(verifier: &str) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()))
    }

    proptest! {
        #[test]
        fn a_challenge_is_met_by_its_verifier_alone(verifier in VERIFIER, other in VERIFIER) {
            let challenge = PkceChallenge::parse(&challenge(&verifier)).expect("a challenge");
            prop_assert!(challenge.is_met_by(&verifier));
            prop_assert_eq!(challenge.is_met_by(&other), verifier == other);
            prop_assert_eq!(PkceChallenge::stored(*challenge.as_bytes()), challenge);
            prop_assert!(!challenge.is_met_by(&(verifier + " ")));
        }

        #[test]
        fn short_and_long_verifiers_are_none(verifier in "[A-Za-z0-9._~-]{0,42}|[A-Za-z0-9._~-]{129,140}") {
            let challenge = PkceChallenge::parse(&challenge(&verifier)).expect("a challenge");
            prop_assert!(!challenge.is_met_by(&verifier));
        }

        #[test]
        fn whatever_is_sent_is_read_or_refused(text in ".*") {
            if PkceChallenge::parse(&text).is_some() {
                prop_assert_eq!(text.len(), 43);
            }
        }
    }

    #[test]
    fn the_example_of_the_rfc() {
        let challenge = PkceChallenge::parse("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM").expect("a challenge");
        assert!(challenge.is_met_by("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
        assert!(PkceChallenge::parse("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM=").is_none());
        assert!(PkceChallenge::parse("").is_none());
    }
}
