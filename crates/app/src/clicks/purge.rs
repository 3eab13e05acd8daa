//! Dropping clicks that are older than the operator wants to keep.

use crate::{App, Error};
use std::num::NonZeroU16;
use std::time::Duration;
use trackway_domain::utc_day::UtcDay;

/// How often.
const EVERY: Duration = Duration::from_secs(3_600);

/// Drops clicks that are older than so many days, again and again.
pub async fn purge_regularly(app: &App, days: NonZeroU16) {
    loop {
        match purge(app, days).await {
            Ok(0) => {}
            Ok(clicks) => tracing::info!(clicks, days, "old clicks were dropped"),
            Err(error) => tracing::warn!(%error, "old clicks were not dropped; the next hour is another try"),
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Drops the clicks from before today and the `days` before it (UTC); gives how many there were. Totals of links keep counting them.
///
/// # Errors
/// The store's trouble.
pub async fn purge(app: &App, days: NonZeroU16) -> Result<u64, Error> {
    let today = UtcDay::of(app.clock.now()).number();
    Ok(app.store.upkeep().purge(UtcDay::from_number(today - i64::from(days.get()))).await?)
}
