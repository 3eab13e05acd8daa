//! Making old clicks small and questions about them quick, a portion at a time.

use crate::{App, Error};
use std::time::Duration;
use trackway_store::upkeep::Tended;

/// How long the store is left alone when there is nothing to do.
const IDLE: Duration = Duration::from_secs(5);

/// How long it is left alone between two portions: whoever takes clicks in waits for none of them.
const BREATH: Duration = Duration::from_millis(50);

/// Tends clicks, again and again.
pub async fn tend_regularly(app: &App) {
    loop {
        let pause = match app.store.upkeep().tend(app.clock.now()).await {
            Ok(Tended::Something) => BREATH,
            Ok(Tended::Nothing | Tended::Elsewhere) => IDLE,
            Err(error) => {
                tracing::warn!(%error, "old clicks were not tended; they are tried again");
                6 * IDLE
            }
        };
        tokio::time::sleep(pause).await;
    }
}

/// Tends clicks until nothing is left to do; gives how many portions there were.
///
/// # Errors
/// The store's trouble; what was done until then stays.
pub async fn tend(app: &App) -> Result<u64, Error> {
    let mut portions = 0;
    loop {
        match app.store.upkeep().tend(app.clock.now()).await? {
            Tended::Something => portions += 1,
            Tended::Nothing => return Ok(portions),
            // A server at work: it is waited for, so that all is done in the end.
            Tended::Elsewhere => tokio::time::sleep(BREATH).await,
        }
    }
}
