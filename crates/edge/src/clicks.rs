//! The way of a click into the journal, and the count of those that did not get there.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use trackway_app::clicks::record;
use trackway_domain::click::Click;
use trackway_journal::{Commit, Journal, Unrecorded};

/// The journal, with a count of what it could not take.
pub struct ClickLog {
    journal: Arc<Journal>,
    unrecorded: AtomicU64,
}

impl ClickLog {
    /// Records into this journal.
    #[must_use]
    pub fn new(journal: Arc<Journal>) -> Self {
        Self { journal, unrecorded: AtomicU64::new(0) }
    }

    /// Clicks that were answered and not recorded since the start.
    #[must_use]
    pub fn unrecorded(&self) -> u64 {
        self.unrecorded.load(Ordering::Relaxed)
    }

    /// Hands a click to the journal; the commit says when it is as safe as the journal makes it.
    pub(crate) fn record(&self, click: &Click<'_>) -> Commit {
        self.journal.append(|buffer| record::encode(click, buffer))
    }

    /// Takes note of how it went. A visitor is not turned away because a disk is full: what cannot be recorded is counted, and said in
    /// the log at every doubling.
    pub(crate) fn note(&self, recorded: Result<(), Unrecorded>) {
        if let Err(error) = recorded {
            let count = self.unrecorded.fetch_add(1, Ordering::Relaxed) + 1;
            if count.is_power_of_two() {
                tracing::error!(%error, count, "clicks are not recorded");
            }
        }
    }
}
