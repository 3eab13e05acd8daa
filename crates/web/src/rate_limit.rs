//! How many requests somebody may still make. Only the decision is made here; headers and bodies are the dialect's.
//!
//! Two rules, since the published APIs have two: a bucket that holds a minute's worth and is refilled evenly, so that a minute may see
//! twice the limit; and a window that slides, in which it may not. The window weighs the minute before by how much of it still counts, and
//! never lets more through than the limit within one minute of the clock.

use jiff::Timestamp;
use quick_cache::sync::Cache;
use std::convert::Infallible;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// A count of requests for each name. Their number is bounded: the least used are forgotten first, which only ever gives requests back.
pub struct RateLimiter {
    limit: u32,
    rule: Rule,
}

enum Rule {
    /// When each bucket would be full again, in shares of the minute since 1970.
    Bucket(Cache<String, Arc<AtomicI64>>),
    /// What each name has used.
    Window(Cache<String, Arc<Mutex<Used>>>),
}

/// Requests of two minutes of the clock.
#[derive(Default)]
struct Used {
    minute: i64,
    now: u32,
    before: u32,
}

impl Used {
    /// From when one more request fits in, if none comes meanwhile: when enough of the minute before has slid out of the window, or, where
    /// this minute alone is full, enough of this one.
    fn room_at(&self, limit: i64, now: i64) -> i64 {
        let free = |start: i64, before: u32, now: u32| {
            let others = limit - 1 - i64::from(now);
            (others >= 0).then(|| start + (MINUTE - others * MINUTE / i64::from(before.max(1))).max(0))
        };
        let (start, end) = (self.minute * MINUTE, (self.minute + 1) * MINUTE);
        let this_minute = free(start, self.before, self.now).filter(|at| *at < end);
        this_minute.or_else(|| free(end, self.now, 0)).unwrap_or(end).max(now)
    }
}

/// What the limiter says of one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it may go on.
    pub is_allowed: bool,
    /// Requests a minute.
    pub limit: u32,
    /// What is left now.
    pub remaining: u32,
    /// When the bucket is full again, or the clock's minute is over and a request is allowed, in Unix seconds, rounded up.
    pub reset: i64,
    /// Whole seconds until the next request is allowed; 0 while there is something left.
    pub retry_after: i64,
}

/// A minute, in milliseconds.
const MINUTE: i64 = 60_000;

/// How many names are kept.
const NAMES: usize = 100_000;

impl RateLimiter {
    /// Buckets of `limit` requests, refilled at `limit` a minute; at least one.
    #[must_use]
    pub fn per_minute(limit: u32) -> Self {
        Self { limit: limit.max(1), rule: Rule::Bucket(Cache::new(NAMES)) }
    }

    /// At most `limit` requests in a minute that slides; at least one.
    #[must_use]
    pub fn sliding(limit: u32) -> Self {
        Self { limit: limit.max(1), rule: Rule::Window(Cache::new(NAMES)) }
    }

    /// Counts one request of that name, if it may go on.
    pub fn admit(&self, name: &str, now: Timestamp) -> Verdict {
        match &self.rule {
            Rule::Bucket(buckets) => {
                let Ok(full_at) = buckets.get_or_insert_with::<_, Infallible>(name, || Ok(Arc::default()));
                self.take(&full_at, now)
            }
            Rule::Window(windows) => {
                let Ok(used) = windows.get_or_insert_with::<_, Infallible>(name, || Ok(Arc::default()));
                self.count(&mut used.lock().unwrap_or_else(PoisonError::into_inner), now)
            }
        }
    }

    /// One request within the window.
    fn count(&self, used: &mut Used, now: Timestamp) -> Verdict {
        let (limit, now) = (i64::from(self.limit), now.as_millisecond());
        let minute = now.div_euclid(MINUTE);
        match minute - used.minute {
            ..=0 => {}
            1 => *used = Used { minute, now: 0, before: used.now },
            _ => *used = Used { minute, now: 0, before: 0 },
        }
        // The share of the minute before that the window still covers, in requests times milliseconds.
        let covered = MINUTE - now.rem_euclid(MINUTE);
        let weigh = |used: &Used| i64::from(used.before) * covered + i64::from(used.now) * MINUTE;
        let is_allowed = weigh(used) + MINUTE <= limit * MINUTE;
        used.now += u32::from(is_allowed);
        let remaining = (limit * MINUTE - weigh(used)).div_euclid(MINUTE).max(0);
        let end = (used.minute + 1) * MINUTE;
        let (room_at, retry_after) = match remaining {
            0 => {
                let at = used.room_at(limit, now);
                (at, ceiling(at - now, 1_000).max(1))
            }
            _ => (now, 0),
        };
        let reset = ceiling(room_at.max(end), 1_000);
        Verdict { is_allowed, limit: self.limit, remaining: u32::try_from(remaining).unwrap_or(0), reset, retry_after }
    }

    /// One request out of the bucket.
    fn take(&self, full_at: &AtomicI64, now: Timestamp) -> Verdict {
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

    #[test]
    fn a_window_refuses_what_is_over_the_limit_and_slides() {
        let limiter = RateLimiter::sliding(600);
        for left in (0..600).rev() {
            let verdict = limiter.admit("key", at(0));
            assert!(verdict.is_allowed);
            assert_eq!(verdict.remaining, left);
        }
        let refused = limiter.admit("key", at(2_000));
        assert_eq!((refused.is_allowed, refused.remaining, refused.retry_after), (false, 0, 59));
        assert!(!limiter.admit("key", at(60_000)).is_allowed, "the minute before counts in full");
        assert_eq!((0..600).filter(|_| limiter.admit("key", at(90_000)).is_allowed).count(), 300, "and half a minute later by half");
    }

    proptest! {
        #[test]
        fn a_sliding_window_keeps_to_the_limit_and_never_starves(limit in 1_u32..50, steps in prop::collection::vec(0_i64..4_000, 1..400)) {
            let limiter = RateLimiter::sliding(limit);
            let (mut now, mut allowed) = (0, Vec::new());
            for step in steps {
                now += step;
                let verdict = limiter.admit("key", at(now));
                if verdict.is_allowed {
                    allowed.push(now);
                } else {
                    prop_assert!(verdict.retry_after > 0);
                    prop_assert!(limiter.admit("key", at(now + verdict.retry_after * 1_000)).is_allowed, "waiting as long as was said is enough");
                    break;
                }
            }
            let minute_of = |at: &i64| (1_800_000_000_000 + at).div_euclid(MINUTE);
            for start in &allowed {
                prop_assert!(allowed.iter().filter(|at| minute_of(at) == minute_of(start)).count() <= limit as usize);
            }
        }

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
