//! The keys of an installation: one signs, those before it vouch for the tokens that they have signed until the last of these has ended.

use crate::signing_key::{NotAKey, SigningKey};
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::jwk::JwkSet;
use trackway_store::signing_keys::KeptKey;
use trackway_store::{Store, StoreError};

/// How long a key vouches after it has retired: a token's life, and a little for another process that has not heard of it yet.
pub(crate) const AFTERLIFE: SignedDuration = SignedDuration::from_mins(65);

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The store holds something else, or a key cannot be made.
    #[error(transparent)]
    NotAKey(#[from] NotAKey),
    /// The store's trouble.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is none, although one was made.
    #[error("there is no signing key")]
    None,
}

/// The keys, the one that signs first.
pub(crate) struct KeyRing(Vec<(SigningKey, Option<Timestamp>)>);

impl KeyRing {
    pub(crate) async fn load(store: &dyn Store) -> Result<Self, KeyError> {
        let kept = store.signing_keys().list().await?;
        let keys = kept.iter().map(|key| Ok((SigningKey::from_pem(&key.pem)?, key.retired_at))).collect::<Result<Vec<_>, NotAKey>>()?;
        if keys.is_empty() { Err(KeyError::None) } else { Ok(Self(keys)) }
    }

    pub(crate) fn signing(&self) -> &SigningKey {
        let (key, _) = &self.0[0];
        key
    }

    /// The key of that name, if it still vouches for anything.
    pub(crate) fn find(&self, id: &str, now: Timestamp) -> Option<&SigningKey> {
        self.vouching(now).find(|key| key.id == id)
    }

    /// The public halves, as others are given them.
    pub(crate) fn public(&self, now: Timestamp) -> JwkSet {
        JwkSet { keys: self.vouching(now).map(|key| key.public_jwk().clone()).collect() }
    }

    fn vouching(&self, now: Timestamp) -> impl Iterator<Item = &SigningKey> {
        let vouches = move |retired_at: &Option<Timestamp>| retired_at.is_none_or(|at| now < at + AFTERLIFE);
        self.0.iter().filter(move |(_, retired_at)| vouches(retired_at)).map(|(key, _)| key)
    }
}

/// Makes the first key where there is none: the one that an installation kept in a file before, or a new one.
pub(crate) async fn create_first(store: &dyn Store, kept_in_file: Option<String>, now: Timestamp) -> Result<(), KeyError> {
    if store.signing_keys().list().await?.is_empty() {
        let pem = kept_in_file.map_or_else(SigningKey::generate, Ok)?;
        store.signing_keys().create_first(&kept(pem, now)?).await?;
    }
    Ok(())
}

/// Puts a new key in the place of the one that signs, and gives its name. Tokens of the old one are good until they end.
///
/// # Errors
/// The store's trouble.
pub async fn rotate(store: &dyn Store, now: Timestamp) -> Result<String, KeyError> {
    let key = kept(SigningKey::generate()?, now)?;
    store.signing_keys().rotate(&key).await?;
    store.signing_keys().forget(now - AFTERLIFE).await?;
    Ok(key.id)
}

fn kept(pem: String, now: Timestamp) -> Result<KeptKey, NotAKey> {
    Ok(KeptKey { id: SigningKey::from_pem(&pem)?.id, pem, created_at: now, retired_at: None })
}
