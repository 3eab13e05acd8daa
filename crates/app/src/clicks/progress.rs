//! How taking clicks in gets on, for those who watch it: written by the thread that does it, read by anybody.

use jiff::{SignedDuration, Timestamp};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// What was taken in since the start, and what is being taken in now.
pub struct Progress {
    taken_in: AtomicU64,
    /// Since when the batch at hand waits, in milliseconds since 1970; [`NOTHING`] between batches.
    since: AtomicI64,
}

const NOTHING: i64 = i64::MAX;

impl Progress {
    /// Clicks that this process has put into the store since the start.
    #[must_use]
    pub fn taken_in(&self) -> u64 {
        self.taken_in.load(Ordering::Relaxed)
    }

    /// How long the batch at hand has waited, from its oldest click; nothing where none is at hand, or a clock was set back.
    #[must_use]
    pub fn lag(&self, now: Timestamp) -> SignedDuration {
        match self.since.load(Ordering::Relaxed) {
            NOTHING => SignedDuration::ZERO,
            since => SignedDuration::from_millis(now.as_millisecond().saturating_sub(since).max(0)),
        }
    }

    /// A batch is at hand, which waits since then.
    pub(crate) fn begin(&self, since: Timestamp) {
        self.since.store(since.as_millisecond(), Ordering::Relaxed);
    }

    /// The store has taken so many.
    pub(crate) fn count(&self, clicks: u64) {
        self.taken_in.fetch_add(clicks, Ordering::Relaxed);
    }

    /// The batch is done with.
    pub(crate) fn end(&self) {
        self.since.store(NOTHING, Ordering::Relaxed);
    }
}

impl Default for Progress {
    fn default() -> Self {
        Self { taken_in: AtomicU64::new(0), since: AtomicI64::new(NOTHING) }
    }
}
