//! Signing in.

use crate::sessions::start::start;
use crate::{App, Error};
use trackway_domain::secret::Secret;
use trackway_domain::user::{Email, Password};

/// Starts a session for whoever has this address and this password. None where there is nobody, and nothing tells which of the two was
/// wrong: not the answer, and not how long it takes.
///
/// # Errors
/// The store's trouble.
pub async fn sign_in(app: &App, email: &str, password: Password) -> Result<Option<Secret>, Error> {
    let found = match Email::parse(email) {
        Ok(email) => app.store.users().find_by_email(&email).await?,
        Err(_) => None,
    };
    let user = found.filter(|user| user.disabled_at.is_none());
    let fits = app.passwords.fit(password, user.as_ref().and_then(|user| user.password.as_ref())).await?;
    match user {
        Some(user) if fits => start(app, user.id).await.map(Some),
        _ => Ok(None),
    }
}
