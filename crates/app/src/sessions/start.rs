//! Starting a session.

use crate::{App, Error, ids};
use trackway_domain::secret::Secret;
use trackway_domain::session::Session;
use trackway_domain::workspace::UserId;

/// What a session's secret starts with.
const PREFIX: &str = "tw_session_";

/// Starts a session with a secret that nobody has seen before: one that a browser brought along may be a stranger's plant.
pub(crate) async fn start(app: &App, user: UserId) -> Result<Secret, Error> {
    let secret = Secret::new(PREFIX, &ids::letters(&*app.random, Secret::LENGTH));
    let now = app.clock.now();
    app.store.sessions().create(&Session { hash: secret.hash(), user, created_at: now, last_seen_at: now }).await?;
    Ok(secret)
}
