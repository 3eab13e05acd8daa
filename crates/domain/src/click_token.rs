//! A click id that nobody else can make up: what the Play Store carries to the app it installs.

use crate::click::ClickId;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use uuid::Uuid;

/// The secret that signs click tokens.
#[derive(Clone)]
pub struct ClickTokenKey(Hmac<Sha256>);

impl ClickTokenKey {
    const TAG: usize = 8;

    /// A key of 32 secret bytes.
    #[must_use]
    pub fn new(secret: &[u8; 32]) -> Self {
        Self(Hmac::new_from_slice(secret).expect("HMAC takes keys of any length"))
    }

    /// The token of a click: its id and 64 bits of signature, as 32 characters that a URL carries unescaped.
    #[must_use]
    pub fn sign(&self, click: ClickId) -> String {
        let mut bytes = [0; 16 + Self::TAG];
        bytes[..16].copy_from_slice(click.0.as_bytes());
        bytes[16..].copy_from_slice(&self.mac(click).finalize().into_bytes()[..Self::TAG]);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The click of a token, if it was signed with this key.
    #[must_use]
    pub fn verify(&self, token: &str) -> Option<ClickId> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (id, tag) = bytes.split_first_chunk::<16>()?;
        let click = ClickId(Uuid::from_bytes(*id));
        (tag.len() == Self::TAG && self.mac(click).verify_truncated_left(tag).is_ok()).then_some(click)
    }

    fn mac(&self, click: ClickId) -> Hmac<Sha256> {
        self.0.clone().chain_update(click.0.as_bytes())
    }
}

impl std::fmt::Debug for ClickTokenKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("ClickTokenKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn only_the_signer_verifies(id: u128, secret: [u8; 32], other: [u8; 32], flip in 0_usize..192) {
            prop_assume!(secret != other);
            let (key, click) = (ClickTokenKey::new(&secret), ClickId(Uuid::from_u128(id)));
            let token = key.sign(click);
            prop_assert_eq!(key.verify(&token), Some(click));
            prop_assert_eq!(ClickTokenKey::new(&other).verify(&token), None);
            let mut bytes = URL_SAFE_NO_PAD.decode(&token).expect("base64");
            bytes[flip / 8] ^= 1 << (flip % 8);
            prop_assert_eq!(key.verify(&URL_SAFE_NO_PAD.encode(bytes)), None);
        }
    }
}
