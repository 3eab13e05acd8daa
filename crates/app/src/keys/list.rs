//! The keys of a workspace.

use crate::{Actor, App, Error};
use trackway_domain::key::ApiKey;

/// The keys that have not been ended, newest first. One whose time is over is among them.
///
/// # Errors
/// The store's trouble.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<ApiKey>, Error> {
    let keys = app.store.keys().list(actor.workspace).await?;
    Ok(keys.into_iter().filter(|key| key.revoked_at.is_none()).collect())
}
