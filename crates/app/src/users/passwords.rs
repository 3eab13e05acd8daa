//! Hashing passwords with argon2id: on threads that may block, and a few at once, since each takes 19 MiB and a good part of a core.

use crate::Error;
use crate::random::{Random, bytes};
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use tokio::sync::Semaphore;
use trackway_domain::user::{Password, PasswordHash};

/// How many are hashed at once.
const AT_ONCE: usize = 2;

/// The form of a hash that no password has: for people who are not there, so that looking for them takes as long.
const DECOY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Takes turns at hashing.
pub struct Passwords(Semaphore);

impl Default for Passwords {
    fn default() -> Self {
        Self(Semaphore::new(AT_ONCE))
    }
}

impl Passwords {
    /// Hashes a password that is to be kept.
    ///
    /// # Errors
    /// [`Error::Broken`] where hashing fails, as it does when memory runs out.
    pub async fn hash(&self, random: &dyn Random, password: Password) -> Result<PasswordHash, Error> {
        let salt = bytes::<16>(random);
        let hash = move || Argon2::default().hash_password_with_salt(password.reveal().as_bytes(), &salt).map(|hash| hash.to_string());
        self.in_turn(hash).await?.map(PasswordHash::stored).map_err(|_| Error::Broken)
    }

    /// True where the hash is that password's. Where there is no hash it is false, and takes as long.
    ///
    /// # Errors
    /// [`Error::Broken`] where hashing fails.
    pub async fn fit(&self, password: Password, hash: Option<&PasswordHash>) -> Result<bool, Error> {
        let hash = hash.map_or(DECOY, PasswordHash::as_str).to_owned();
        self.in_turn(move || Argon2::default().verify_password(password.reveal().as_bytes(), hash.as_str()).is_ok()).await
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
        let _turn = self.0.acquire().await.map_err(|_| Error::Broken)?;
        tokio::task::spawn_blocking(work).await.map_err(|_| Error::Broken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SystemRandom;

    #[tokio::test(flavor = "current_thread")]
    async fn a_hash_fits_its_password_alone() {
        let (passwords, password) = (Passwords::default(), || Password::presented("correct horse"));
        let hash = passwords.hash(&SystemRandom, password()).await.expect("a hash");
        assert!(hash.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "the decoy costs the same");
        assert!(passwords.fit(password(), Some(&hash)).await.expect("an answer"));
        assert!(!passwords.fit(Password::presented("correct horsf"), Some(&hash)).await.expect("an answer"));
        assert!(!passwords.fit(password(), None).await.expect("an answer"));
        assert_ne!(hash, passwords.hash(&SystemRandom, password()).await.expect("a hash"), "salted");
    }

    #[test]
    fn the_decoy_is_a_hash_that_costs_as_much() {
        use argon2::password_hash::phc;
        let decoy = phc::PasswordHash::new(DECOY).expect("a hash");
        assert!(decoy.salt.is_some() && decoy.hash.is_some_and(|hash| hash.as_bytes().len() == 32));
    }
}
