//! Throwing traces and their keys away once no install may ask for them any more.

use crate::{App, Error};
use jiff::SignedDuration;
use std::time::Duration;
use trackway_domain::install::address::Hour;

/// How often.
const EVERY: Duration = Duration::from_secs(600);

/// How many traces at once: other writers wait that long, some tenths of a second.
const PORTION: u32 = 20_000;

/// Throws away what is too old, again and again.
pub async fn forget_regularly(app: &App) {
    loop {
        if let Err(error) = forget(app).await {
            tracing::warn!(%error, "old traces of clicks were not thrown away; the next time is another try");
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Throws away what is older than the longest bound of a workspace that compares; everything where none does.
///
/// # Errors
/// The store's trouble.
pub async fn forget(app: &App) -> Result<(), Error> {
    let caps = app.store.traces().caps().await?;
    let now = app.clock.now();
    let first = match caps.iter().map(|(_, cap)| cap.hours()).max() {
        Some(hours) => Hour::of(now.checked_sub(SignedDuration::from_hours(i64::from(hours))).unwrap_or(now)),
        None => Hour(Hour::of(now).0 + 1),
    };
    while app.store.traces().forget_before(first, PORTION).await? {}
    Ok(())
}
