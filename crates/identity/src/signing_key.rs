//! The key that signs access tokens: P-256, in a file that only its owner reads.

use jsonwebtoken::jwk::{Jwk, PublicKeyUse, ThumbprintHash};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use p256::elliptic_curve::Generate as _;
use p256::pkcs8::{EncodePrivateKey as _, LineEnding};
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

/// A signing key with its public half.
pub struct SigningKey {
    pub(crate) id: String,
    pub(crate) private: EncodingKey,
    pub(crate) public: DecodingKey,
    jwk: Jwk,
}

/// Why there is no signing key.
#[derive(Debug, thiserror::Error)]
pub enum SigningKeyError {
    /// The file cannot be read or written.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The file holds no P-256 key in PKCS#8 PEM.
    #[error("not a signing key: {0}")]
    Format(String),
}

impl SigningKey {
    /// The algorithm of its signatures.
    pub const ALGORITHM: Algorithm = Algorithm::ES256;

    /// Reads the key in `file`, or makes one there. Of two processes that make it at once, both end up with the same.
    ///
    /// # Errors
    /// See [`SigningKeyError`].
    pub fn load_or_create(file: &Path) -> Result<Self, SigningKeyError> {
        match fs::read_to_string(file) {
            Ok(pem) => Self::from_pem(&pem),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let pem =
                    p256::SecretKey::generate().to_pkcs8_pem(LineEnding::LF).map_err(|error| SigningKeyError::Format(error.to_string()))?;
                publish(file, pem.as_bytes())?;
                Self::from_pem(&fs::read_to_string(file)?)
            }
            Err(error) => Err(error.into()),
        }
    }

    fn from_pem(pem: &str) -> Result<Self, SigningKeyError> {
        let failed = |error: jsonwebtoken::errors::Error| SigningKeyError::Format(error.to_string());
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

/// Puts a file in its place whole, unless another process was first.
fn publish(file: &Path, content: &[u8]) -> io::Result<()> {
    let draft = file.with_extension(format!("draft-{}", std::process::id()));
    OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?.write_all(content)?;
    let linked = fs::hard_link(&draft, file);
    fs::remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn a_key_is_made_once_and_for_its_owner() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("signing.pem");
        let made = SigningKey::load_or_create(&file).expect("a new key");
        let read = SigningKey::load_or_create(&file).expect("the same key");
        assert_eq!(made.id, read.id);
        assert_eq!(fs::metadata(&file).expect("the file").permissions().mode() & 0o777, 0o600);
        fs::write(&file, "nonsense").expect("written");
        assert!(matches!(SigningKey::load_or_create(&file), Err(SigningKeyError::Format(_))));
    }
}
