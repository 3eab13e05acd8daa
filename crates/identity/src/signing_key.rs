//! The key that signs access tokens: P-256. Where it is kept is the caller's.

use jsonwebtoken::jwk::{Jwk, PublicKeyUse, ThumbprintHash};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use p256::elliptic_curve::Generate as _;
use p256::pkcs8::{EncodePrivateKey as _, LineEnding};

/// A signing key with its public half.
pub struct SigningKey {
    pub(crate) id: String,
    pub(crate) private: EncodingKey,
    pub(crate) public: DecodingKey,
    jwk: Jwk,
}

/// A text that is no P-256 key in PKCS#8 PEM.
#[derive(Debug, thiserror::Error)]
#[error("not a signing key: {0}")]
pub struct NotAKey(String);

impl SigningKey {
    /// The algorithm of its signatures.
    pub const ALGORITHM: Algorithm = Algorithm::ES256;

    /// A new private key, as PKCS#8 PEM.
    ///
    /// # Errors
    /// Where the key cannot be written as text, which it always can.
    pub fn generate() -> Result<String, NotAKey> {
        let pem = p256::SecretKey::generate().to_pkcs8_pem(LineEnding::LF).map_err(|error| NotAKey(error.to_string()))?;
        Ok(String::clone(&pem))
    }

    /// The key that a PEM text holds.
    ///
    /// # Errors
    /// [`NotAKey`].
    pub fn from_pem(pem: &str) -> Result<Self, NotAKey> {
        let failed = |error: jsonwebtoken::errors::Error| NotAKey(error.to_string());
        let private = EncodingKey::from_ec_pem(pem.as_bytes()).map_err(failed)?;
        let mut jwk = Jwk::from_encoding_key(&private, Self::ALGORITHM).map_err(failed)?;
        let id = jwk.thumbprint(ThumbprintHash::SHA256).map_err(failed)?;
        jwk.common.key_id = Some(id.clone());
        jwk.common.public_key_use = Some(PublicKeyUse::Signature);
        Ok(Self { id, public: DecodingKey::from_jwk(&jwk).map_err(failed)?, private, jwk })
    }

    /// The public half, as others are given it.
    #[must_use]
    pub fn public_jwk(&self) -> &Jwk {
        &self.jwk
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_back() {
        let pem = SigningKey::generate().expect("a key");
        let id = |pem: &str| SigningKey::from_pem(pem).map(|key| key.id).expect("the same key");
        assert_eq!(id(&pem), id(&pem));
        assert_ne!(id(&pem), id(&SigningKey::generate().expect("another key")));
        assert!(SigningKey::from_pem("nonsense").is_err());
    }
}
