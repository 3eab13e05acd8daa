//! What the server does with old clicks while it runs.

use std::num::NonZeroU16;
use std::sync::Arc;
use tokio::task::JoinHandle;
use trackway_app::App;
use trackway_app::clicks::purge::purge_regularly;
use trackway_app::clicks::tend::tend_regularly;

/// Tends clicks, and drops those that are older than so many days where the operator says how many.
pub(super) fn start(app: &Arc<App>, retention_days: Option<NonZeroU16>) -> Vec<JoinHandle<()>> {
    let tended = Arc::clone(app);
    let tending = tokio::spawn(async move { tend_regularly(&tended).await });
    let purged = retention_days.map(|days| (Arc::clone(app), days));
    let purging = purged.map(|(app, days)| tokio::spawn(async move { purge_regularly(&app, days).await }));
    [tending].into_iter().chain(purging).collect()
}
