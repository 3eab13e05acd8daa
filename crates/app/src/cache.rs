//! Keeping caches true: a change made here is forgotten at once, one made by another process when the change log tells of it.

use crate::App;
use std::time::Duration;
use trackway_store::StoreError;
use trackway_store::changes::Change;

/// Whatever holds copies of what the store keeps.
pub trait Caches: Send + Sync + 'static {
    /// Drops what this change made untrue. A load that began before must not be kept either.
    fn forget(&self, change: &Change);
    /// Drops everything: what has changed cannot be told.
    fn forget_all(&self);
}

/// For processes that hold no copies.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoCaches;

impl Caches for NoCaches {
    fn forget(&self, _change: &Change) {}
    fn forget_all(&self) {}
}

/// How many changes are read at once.
const BATCH: u32 = 1_000;

/// How long to wait before the log is read even though nothing was heard.
const AT_LEAST_EVERY: Duration = Duration::from_secs(5);

/// How long to wait after the store failed.
const AFTER_FAILURE: Duration = Duration::from_millis(500);

/// Follows the change log for ever. After a failure everything is forgotten, since changes may have been missed.
pub async fn follow(app: &App) {
    let mut seen = None;
    loop {
        match catch_up(app, seen).await {
            Ok(number) => seen = Some(number),
            Err(error) => {
                tracing::warn!(%error, "the change log cannot be read");
                app.caches.forget_all();
                tokio::time::sleep(AFTER_FAILURE).await;
            }
        }
        if let Err(error) = app.store.changes().wait(AT_LEAST_EVERY).await {
            tracing::warn!(%error, "the change log cannot be watched");
            tokio::time::sleep(AFTER_FAILURE).await;
        }
    }
}

/// Reads to the end of the log and gives the number of its newest change.
async fn catch_up(app: &App, seen: Option<u64>) -> Result<u64, StoreError> {
    let changes = app.store.changes();
    let Some(mut seen) = seen else {
        let newest = changes.newest().await?;
        app.domains.read(app).await?;
        return Ok(newest);
    };
    loop {
        let batch = changes.after(seen, BATCH).await?;
        for (number, change) in &batch {
            app.caches.forget(change);
            if *change == Change::Domains {
                app.domains.read(app).await?;
            }
            seen = *number;
        }
        if batch.len() < BATCH as usize {
            return Ok(seen);
        }
    }
}
