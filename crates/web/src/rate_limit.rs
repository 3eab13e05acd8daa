//! How many requests somebody may still make: a bucket that holds a minute's worth and is refilled evenly. Only the decision is made
//! here; headers and bodies are the dialect's.

use jiff::Timestamp;
use quick_cache::sync::Cache;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Buckets of one size, one per name. Their number is bounded: the least used are forgotten first, which only ever gives requests back.
pub struct RateLimiter {
    limit: u32,
    /// When each bucket would be full again, in milliseconds since 1970.
    full_at: Cache<String, Arc<AtomicI64>>,
}

/// What the limiter says of one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it may go on.
    pub is_allowed: bool,
    /// The bucket's size: requests a minute.
    pub limit: u32,
    /// What is left in the bucket.
    pub remaining: u32,
    /// When the bucket is full again, in Unix seconds, rounded up.
    pub reset: i64,
    /// Whole seconds until the next request is allowed; 0 while there is something left.
    pub retry_after: i64,
}

/// A minute, in milliseconds.
const MINUTE: i64 = 60_000;

/// How many buckets are kept.
const BUCKETS: usize = 100_000;

impl RateLimiter {
    /// Buckets of `limit` requests, refilled at `limit` a minute; at least one.
    #[must_use]
    pub fn per_minute(limit: u32) -> Self {
        Self { limit: limit.max(1), full_at: Cache::new(BUCKETS) }
    }

    /// Takes one request out of the bucket of that name.
    pub fn admit(&self, name: &str, now: Timestamp) -> Verdict {
        let found = self.full_at.get_or_insert_with::<_, std::convert::Infallible>(name, || Ok(Arc::default()));
        let Ok(full_at) = found;
        // In units of a request's share of the minute times the limit, so that shares add up without rounding.
        let (now, limit) = (now.as_millisecond(), i64::from(self.limit));
        let now_shares = now * limit;
        let taken = full_at.try_update(Ordering::Relaxed, Ordering::Relaxed, |full| {
            let after = full.max(now_shares) + MINUTE;
            (after - now_shares <= MINUTE * limit).then_some(after)
        });
        let (is_allowed, full) = match taken {
            Ok(before) => (true, before.max(now_shares) + MINUTE),
            Err(full) => (false, full),
        };
        let missing = full - now_shares;
        let remaining = (MINUTE * limit - missing).div_euclid(MINUTE);
        let wait_shares = if remaining > 0 { 0 } else { missing + MINUTE - MINUTE * limit };
        Verdict {
            is_allowed,
            limit: self.limit,
            remaining: u32::try_from(remaining).unwrap_or(0),
            reset: ceiling(full, limit * 1_000),
            retry_after: ceiling(wait_shares, limit * 1_000),
        }
    }
}

fn ceiling(number: i64, divisor: i64) -> i64 {
    number.div_euclid(divisor) + i64::from(number.rem_euclid(divisor) > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(milliseconds: i64) -> Timestamp {
        Timestamp::from_millisecond(1_800_000_000_000 + milliseconds).expect("a time")
    }

    #[test]
    fn a_bucket_empties_and_fills() {
        let limiter = RateLimiter::per_minute(100);
        let first = limiter.admit("key", at(0));
        assert_eq!(first, Verdict { is_allowed: true, limit: 100, remaining: 99, reset: 1_800_000_001, retry_after: 0 });
        for left in (0..99).rev() {
            assert_eq!(limiter.admit("key", at(0)).remaining, left);
        }
        let refused = limiter.admit("key", at(0));
        assert_eq!(refused, Verdict { is_allowed: false, limit: 100, remaining: 0, reset: 1_800_000_060, retry_after: 1 });
        assert!(limiter.admit("another", at(0)).is_allowed);
        assert!(!limiter.admit("key", at(599)).is_allowed);
        assert!(limiter.admit("key", at(600)).is_allowed);
        assert!(!limiter.admit("key", at(601)).is_allowed);
    }

    proptest! {
        #[test]
        fn no_minute_sees_more_than_twice_the_limit(limit in 1_u32..50, steps in prop::collection::vec(0_i64..2_000, 1..400)) {
            let limiter = RateLimiter::per_minute(limit);
            let (mut now, mut allowed) = (0, Vec::new());
            for step in steps {
                now += step;
                let verdict = limiter.admit("key", at(now));
                prop_assert!(verdict.is_allowed == (verdict.retry_after == 0 || verdict.remaining == 0 && verdict.is_allowed));
                if verdict.is_allowed {
                    allowed.push(now);
                }
            }
            for start in &allowed {
                let in_minute = allowed.iter().filter(|at| (*start..start + MINUTE).contains(at)).count();
                prop_assert!(in_minute <= 2 * limit as usize);
            }
        }
    }
}
