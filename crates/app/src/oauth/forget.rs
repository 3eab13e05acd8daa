//! Dropping what has ended, so that it does not pile up: sessions, consents, tokens that were denied.

use crate::{App, Error};
use std::time::Duration;

/// How often.
const EVERY: Duration = Duration::from_secs(3_600);

/// Drops what has ended, again and again.
pub async fn forget_regularly(app: &App) {
    loop {
        if let Err(error) = forget(app).await {
            tracing::warn!(%error, "what has ended was not dropped; the next hour is another try");
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Drops what has ended.
///
/// # Errors
/// The store's trouble.
pub async fn forget(app: &App) -> Result<(), Error> {
    let now = app.clock.now();
    app.store.sessions().forget(now).await?;
    Ok(app.store.consents().forget(now).await?)
}
