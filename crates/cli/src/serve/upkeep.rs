//! What the server does by itself while it runs: old clicks, and files that may change.

use crate::configuration::Configuration;
use std::sync::Arc;
use tokio::task::JoinHandle;
use trackway_app::clicks::purge::purge_regularly;
use trackway_app::clicks::tend::tend_regularly;
use trackway_app::{App, blocklist};

/// Tends clicks, drops those that are older than the operator says, and follows his blocklist.
pub(super) fn start(app: &Arc<App>, configuration: &Configuration) -> Vec<JoinHandle<()>> {
    let tended = Arc::clone(app);
    let tending = tokio::spawn(async move { tend_regularly(&tended).await });
    let purged = configuration.retention_days.map(|days| (Arc::clone(app), days));
    let purging = purged.map(|(app, days)| tokio::spawn(async move { purge_regularly(&app, days).await }));
    let followed = configuration.blocklist.clone().map(|file| (Arc::clone(app), file));
    let following = followed.map(|(app, file)| tokio::spawn(async move { blocklist::follow(&app, file).await }));
    [tending].into_iter().chain(purging).chain(following).collect()
}
