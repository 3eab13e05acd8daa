//! How taking clicks in gets on, for those who watch it: written by the thread that does it, read by anybody.

use jiff::{SignedDuration, Timestamp};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// What was taken in since the start, and what is being taken in now.
pub struct Progress {
    taken_in: AtomicU64,
    /// When the oldest click of the batch at hand was made, in milliseconds since 1970; [`NOTHING`] between batches.
    oldest: AtomicI64,
}

const NOTHING: i64 = i64::MAX;

impl Progress {
    /// Clicks that this process has put into the store since the start.
    #[must_use]
    pub fn taken_in(&self) -> u64 {
        self.taken_in.load(Ordering::Relaxed)
    }

    /// How long the oldest click of the batch at hand has waited; nothing where none is at hand, or a clock was set back.
    #[must_use]
    pub fn lag(&self, now: Timestamp) -> SignedDuration {
        match self.oldest.load(Ordering::Relaxed) {
            NOTHING => SignedDuration::ZERO,
            oldest => SignedDuration::from_millis(now.as_millisecond().saturating_sub(oldest).max(0)),
        }
    }

    /// A batch is at hand, with an oldest click of this time.
    pub(crate) fn begin(&self, oldest: Option<Timestamp>) {
        self.oldest.store(oldest.map_or(NOTHING, Timestamp::as_millisecond), Ordering::Relaxed);
    }

    /// The store has taken so many.
    pub(crate) fn count(&self, clicks: u64) {
        self.taken_in.fetch_add(clicks, Ordering::Relaxed);
    }

    /// The batch is done with.
    pub(crate) fn end(&self) {
        self.begin(None);
    }
}

impl Default for Progress {
    fn default() -> Self {
        Self { taken_in: AtomicU64::new(0), oldest: AtomicI64::new(NOTHING) }
    }
}
