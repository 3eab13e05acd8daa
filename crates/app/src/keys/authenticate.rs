//! Telling who shows a key.

use crate::{Actor, App, Error};
use jiff::SignedDuration;
use trackway_domain::key::KeySecret;

/// How exactly the last use of a key is remembered: each time is a write.
const LAST_USED: SignedDuration = SignedDuration::from_mins(1);

/// Whoever shows this secret; None where no live key has it.
///
/// # Errors
/// The store's trouble.
pub async fn authenticate(app: &App, secret: &str) -> Result<Option<Actor>, Error> {
    // What does not start like a key is not looked up: tokens of other kinds come the same way.
    if !secret.starts_with(KeySecret::PREFIX) {
        return Ok(None);
    }
    let now = app.clock.now();
    let found = app.store.keys().find_by_hash(&KeySecret::presented(secret).hash()).await?;
    let Some(key) = found.filter(|key| key.is_live(now)) else { return Ok(None) };
    if key.last_used_at.is_none_or(|last| now.duration_since(last) >= LAST_USED) {
        app.store.keys().touch(key.id, now).await?;
    }
    Ok(Some(Actor { workspace: key.workspace, user: key.user, account: None, key: Some(key.id), scopes: key.scopes }))
}
