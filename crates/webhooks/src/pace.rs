//! How many are told at once, and how long a webhook that fails is left alone.

use jiff::SignedDuration;
use tokio::sync::{Semaphore, SemaphorePermit};
use trackway_store::outbox::Health;

/// Places of those who are told now. Webhooks that fail have places of their own: however many of them there are and however long they take,
/// they are in nobody's way.
pub(crate) struct Places {
    healthy: Semaphore,
    failing: Semaphore,
}

const HEALTHY: usize = 128;
const FAILING: usize = 32;

impl Default for Places {
    fn default() -> Self {
        Self { healthy: Semaphore::new(HEALTHY), failing: Semaphore::new(FAILING) }
    }
}

impl Places {
    /// A place, once one is free.
    pub(crate) async fn take(&self, health: Health) -> Option<SemaphorePermit<'_>> {
        let places = if health.failures == 0 { &self.healthy } else { &self.failing };
        places.acquire().await.ok()
    }
}

/// Bodies of this many clicks together are sent to one webhook at once.
const CLICKS_AT_ONCE: u16 = 64;

/// How many deliveries are sent to one webhook at once: few large ones or some small ones, and one where it is not known whether it listens.
pub(crate) fn at_once(health: Health, clicks_at_once: u16) -> u32 {
    if health.failures > 0 { 1 } else { u32::from((CLICKS_AT_ONCE / clicks_at_once.max(1)).clamp(1, 8)) }
}

/// How long a webhook is left alone after so many failures in a row: a second, then twice as long each time, up to a minute. What waits
/// for it is not thrown at it all at once; one delivery at a time finds out whether it is back.
pub(crate) fn pause(failures: u32) -> SignedDuration {
    SignedDuration::from_secs((1 << failures.saturating_sub(1).min(6)).min(60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_minute() {
        for (failures, seconds) in [(0, 1), (1, 1), (2, 2), (6, 32), (7, 60), (63, 60), (64, 60), (u32::MAX, 60)] {
            assert_eq!(pause(failures), SignedDuration::from_secs(seconds), "{failures}");
        }
    }

    #[test]
    fn large_bodies_go_out_one_by_one() {
        let healthy = Health::default();
        for (clicks, expected) in [(1, 8), (8, 8), (9, 7), (64, 1), (500, 1)] {
            assert_eq!(at_once(healthy, clicks), expected, "{clicks}");
        }
        assert_eq!(at_once(Health { failures: 1, failing_since: None }, 1), 1);
    }
}
