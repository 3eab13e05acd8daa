//! What was told and what was not, for those who watch.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counts since the process started.
#[derive(Debug, Default)]
pub struct Progress {
    delivered: AtomicU64,
    failed: AtomicU64,
    given_up: AtomicU64,
    disabled: AtomicU64,
    shed: AtomicU64,
    under_way: AtomicU64,
}

/// What became of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    Delivered,
    Failed,
    /// It was the last one.
    GivenUp,
}

impl Progress {
    pub(crate) fn begin(&self) {
        self.under_way.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn end(&self, ending: Ending) {
        self.under_way.fetch_sub(1, Ordering::Relaxed);
        let counter = match ending {
            Ending::Delivered => &self.delivered,
            Ending::Failed => &self.failed,
            Ending::GivenUp => &self.given_up,
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn disable(&self) {
        self.disabled.fetch_add(1, Ordering::Relaxed);
    }

    /// Tries by their end: what a webhook has taken, what failed and is tried again, what failed for the last time.
    #[must_use]
    pub fn tries(&self) -> [(&'static str, u64); 3] {
        let load = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        [("delivered", load(&self.delivered)), ("failed", load(&self.failed)), ("given_up", load(&self.given_up))]
    }

    pub(crate) fn shed(&self, deliveries: u64) {
        self.shed.fetch_add(deliveries, Ordering::Relaxed);
    }

    /// Deliveries that were given up since too much waited.
    #[must_use]
    pub fn shed_deliveries(&self) -> u64 {
        self.shed.load(Ordering::Relaxed)
    }

    /// Webhooks that were switched off.
    #[must_use]
    pub fn disabled(&self) -> u64 {
        self.disabled.load(Ordering::Relaxed)
    }

    /// Requests that wait for their answer now.
    #[must_use]
    pub fn under_way(&self) -> u64 {
        self.under_way.load(Ordering::Relaxed)
    }
}
