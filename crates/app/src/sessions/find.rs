//! Telling who shows a session's secret.

use crate::{App, Error};
use jiff::SignedDuration;
use trackway_domain::secret::Secret;
use trackway_domain::session::Session;
use trackway_domain::user::User;

/// How exactly the last sight of a session is remembered: each time is a write.
const LAST_SEEN: SignedDuration = SignedDuration::from_mins(5);

/// Whoever shows this secret; None where no live session has it.
///
/// # Errors
/// The store's trouble.
pub async fn find(app: &App, secret: &Secret) -> Result<Option<(Session, User)>, Error> {
    let now = app.clock.now();
    let found = app.store.sessions().find(&secret.hash()).await?;
    let Some(session) = found.filter(|session| session.is_live(now)) else { return Ok(None) };
    let user = app.store.users().find(session.user).await?;
    let Some(user) = user.filter(|user| user.disabled_at.is_none()) else { return Ok(None) };
    if now.duration_since(session.last_seen_at) >= LAST_SEEN {
        app.store.sessions().touch(&session.hash, now).await?;
    }
    Ok(Some((session, user)))
}
