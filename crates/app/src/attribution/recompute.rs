//! Working credit out anew: a few persons in each transaction, so that reports and clicks come in meanwhile.

use crate::{App, Error};
use std::time::Duration;
use trackway_domain::workspace::WorkspaceId;

/// How many persons at once: some milliseconds of work.
const PERSONS: u32 = 100;

/// How often somebody looks whether anything waits. Whatever was asked for by another process is found so, too.
const EVERY: Duration = Duration::from_secs(1);

/// Lets everybody of a workspace be worked out anew, in the background.
///
/// # Errors
/// The store's trouble.
pub async fn ask(app: &App, workspace: WorkspaceId) -> Result<(), Error> {
    Ok(app.store.models().ask(workspace, app.clock.now()).await?)
}

/// Works out whatever waits, to its end. `progress` is told how many of how many persons are done. Somebody else may do the same at the same time.
///
/// # Errors
/// The store's trouble; what was done until then stays, and the rest waits.
pub async fn run(app: &App, mut progress: impl FnMut(u64, u64) + Send) -> Result<(), Error> {
    while let Some(step) = app.store.models().step(PERSONS).await? {
        progress(step.recompute.done, step.recompute.all.max(step.recompute.done));
    }
    Ok(())
}

/// Works out whatever waits, again and again.
pub async fn run_regularly(app: &App) {
    loop {
        if let Err(error) = run(app, |_, _| {}).await {
            tracing::warn!(%error, "totals do not follow the model yet; it goes on where it stopped");
        }
        tokio::time::sleep(EVERY).await;
    }
}
