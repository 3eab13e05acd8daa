//! Making ids: snowflakes that never run backwards, uuids, codes, slugs and the letters of secrets.

use crate::clock::Clock;
use crate::random::{Random, bytes};
use jiff::Timestamp;
use std::sync::{Mutex, PoisonError};
use trackway_domain::code::Code;
use trackway_domain::snowflake::Snowflake;
use trackway_domain::template::Slug;
use uuid::{Builder, Uuid};

/// Makes the snowflakes of one node.
pub struct Ids {
    node: u16,
    last: Mutex<(i64, u16)>,
}

impl Ids {
    /// Ids of a node; two processes must not use one number at the same time.
    #[must_use]
    pub fn new(node: u16) -> Self {
        Self { node, last: Mutex::new((0, 0)) }
    }

    /// The next snowflake. When the clock steps back, or a millisecond's sequence is used up, ids go on from the last one.
    pub fn snowflake(&self, clock: &dyn Clock) -> Snowflake {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let now = clock.now().as_millisecond();
        *last = match *last {
            (milliseconds, _) if now > milliseconds => (now, 0),
            (milliseconds, sequence) if sequence + 1 < Snowflake::SEQUENCES => (milliseconds, sequence + 1),
            (milliseconds, _) => (milliseconds + 1, 0),
        };
        Snowflake::compose(last.0, self.node, last.1)
    }
}

/// A uuid v7 of now.
pub fn uuid(clock: &dyn Clock, random: &dyn Random) -> Uuid {
    uuid_at(clock.now(), random)
}

/// A uuid v7 of this instant.
pub fn uuid_at(at: Timestamp, random: &dyn Random) -> Uuid {
    let milliseconds = u64::try_from(at.as_millisecond()).unwrap_or(0);
    Builder::from_unix_timestamp_millis(milliseconds, &bytes(random)).into_uuid()
}

/// A random code.
pub fn code(random: &dyn Random) -> Code {
    until_some(|| Code::random(bytes(random)))
}

/// A random code of the form `fv-<number>`, six to nine digits.
pub fn numbered_code(random: &dyn Random) -> Code {
    let number = u64::from_le_bytes(bytes(random));
    Code::numbered(100_000 + number % 999_900_000)
}

/// A random slug.
pub fn slug(random: &dyn Random) -> Slug {
    until_some(|| Slug::random(bytes(random)))
}

/// `length` random letters and digits, each as likely as the others.
pub fn letters(random: &dyn Random, length: usize) -> String {
    let letter = || until_some(|| Some(bytes::<1>(random)[0]).filter(|byte| *byte < 248));
    (0..length).map(|_| char::from(Code::ALPHABET[usize::from(letter() % 62)])).collect()
}

/// Asks until the random bytes will do: they do in most cases, so this ends.
fn until_some<T>(mut attempt: impl FnMut() -> Option<T>) -> T {
    loop {
        if let Some(value) = attempt() {
            return value;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::atomic::{AtomicI64, Ordering};

    struct Steps(AtomicI64);

    impl Clock for Steps {
        fn now(&self) -> Timestamp {
            Timestamp::from_millisecond(self.0.load(Ordering::Relaxed)).expect("a time")
        }
    }

    proptest! {
        #[test]
        fn snowflakes_only_go_up_whatever_the_clock_does(steps in prop::collection::vec(-5_000_i64..5_000, 1..200)) {
            let (clock, ids) = (Steps(AtomicI64::new(1_700_000_000_000)), Ids::new(3));
            let mut last = ids.snowflake(&clock);
            for step in steps {
                clock.0.fetch_add(step, Ordering::Relaxed);
                let next = ids.snowflake(&clock);
                prop_assert!(next > last);
                last = next;
            }
        }
    }

    #[test]
    fn a_full_millisecond_goes_on_in_the_next() {
        let (clock, ids) = (Steps(AtomicI64::new(1_700_000_000_000)), Ids::new(0));
        let made = (0..10_000).map(|_| ids.snowflake(&clock)).collect::<Vec<_>>();
        assert!(made.is_sorted_by(|a, b| a < b));
    }
}
