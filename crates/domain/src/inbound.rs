//! What platforms send of their own accord, and how it is told that it was they who sent it.

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha2::Sha256;

/// A platform that reports what happens on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum InboundPlatform {
    /// Signs each report.
    Fanvue,
    /// Shows a secret in the address.
    Fansly,
}

impl InboundPlatform {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Fanvue, Self::Fansly];

    /// Its name in addresses and stores.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fanvue => "fanvue",
            Self::Fansly => "fansly",
        }
    }

    /// Reads a name of [`InboundPlatform::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|platform| platform.as_str() == text)
    }
}

/// What an account shares with a platform: 16–255 bytes. Never shown again, never logged.
#[derive(Clone)]
pub struct InboundSecret(String);

impl InboundSecret {
    /// Accepts a secret that is long enough to be one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        ((16..=255).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())).then(|| Self(text.to_owned()))
    }

    /// The secret in full; for keeping it, and for showing once what was made here.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// True where `shown` is this secret. Both are hashed under a key first, so the time it takes says nothing.
    #[must_use]
    pub fn is(&self, shown: &str) -> bool {
        self.mac(&[shown.as_bytes()]).verify_slice(&self.mac(&[self.0.as_bytes()]).finalize().into_bytes()).is_ok()
    }

    /// Looks at a signature of the form `t=<Unix seconds>,v0=<hexadecimal>` over `t.body`, the body as it was sent.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn verify(&self, signature: &str, body: &[u8], now: Timestamp) -> Result<(), SignatureError> {
        let value = |name: &str| signature.split(',').find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='));
        let (seconds, tag) = value("t").zip(value("v0")).ok_or(SignatureError::Malformed)?;
        let signed_at = seconds.parse::<i64>().map_err(|_| SignatureError::Malformed)?;
        let tag = hexadecimal(tag).ok_or(SignatureError::Malformed)?;
        self.mac(&[seconds.as_bytes(), b".", body]).verify_slice(&tag).map_err(|_| SignatureError::Wrong)?;
        let age = now.as_second().abs_diff(signed_at);
        if age > SignatureError::TOLERANCE { Err(SignatureError::Stale) } else { Ok(()) }
    }

    /// Signs as the platform does; for trying it out.
    #[must_use]
    pub fn sign(&self, body: &[u8], at: Timestamp) -> String {
        let seconds = at.as_second().to_string();
        let tag = self.mac(&[seconds.as_bytes(), b".", body]).finalize().into_bytes();
        format!("t={seconds},v0={}", tag.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
    }

    fn mac(&self, parts: &[&[u8]]) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_bytes()).expect("HMAC takes keys of any length");
        parts.iter().for_each(|part| mac.update(part));
        mac
    }
}

impl std::fmt::Debug for InboundSecret {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("InboundSecret(…)")
    }
}

/// Why a signature was not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// Not of the form that is signed in.
    #[error("the signature is malformed")]
    Malformed,
    /// Made with another secret, or over something else.
    #[error("the signature does not match")]
    Wrong,
    /// Too old, or of the future.
    #[error("the signature is too old")]
    Stale,
}

impl SignatureError {
    /// How far its time may be away from ours, in seconds.
    pub const TOLERANCE: u64 = 300;
}

fn hexadecimal(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).ok().filter(|pair| pair.len() == 2));
    pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures() {
        let secret = InboundSecret::parse("whsec_0123456789abcdef").expect("a secret");
        let at = |seconds: i64| Timestamp::from_second(1_774_066_125 + seconds).expect("a time");
        let good = secret.sign(b"{}", at(0));
        let of_another = InboundSecret::parse("whsec_another_secret").expect("a secret").sign(b"{}", at(0));
        for (signature, body, seconds, expected) in [
            (good.as_str(), &b"{}"[..], 0, Ok(())),
            (&good, b"{}", 300, Ok(())),
            (&good, b"{}", -300, Ok(())),
            (&good, b"{}", 301, Err(SignatureError::Stale)),
            (&good, b"{}", -301, Err(SignatureError::Stale)),
            (&good, b"{ }", 0, Err(SignatureError::Wrong)),
            (&of_another, b"{}", 0, Err(SignatureError::Wrong)),
            (&good[..good.len() - 2], b"{}", 0, Err(SignatureError::Wrong)),
            (&good[..good.len() - 1], b"{}", 0, Err(SignatureError::Malformed)),
            (&good.replace("t=1774066125", "t=1774066126"), b"{}", 0, Err(SignatureError::Wrong)),
            ("", b"{}", 0, Err(SignatureError::Malformed)),
            ("t=1,v0=ü", b"{}", 0, Err(SignatureError::Malformed)),
        ] {
            assert_eq!(secret.verify(signature, body, at(seconds)), expected, "{signature} {seconds}");
        }
        assert!(secret.is("whsec_0123456789abcdef") && !secret.is("whsec_0123456789abcdeg") && !secret.is(""));
        assert_eq!(format!("{secret:?}"), "InboundSecret(…)");
    }
}
