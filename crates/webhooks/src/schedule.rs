//! When a delivery that failed is tried again.

use jiff::SignedDuration;
use trackway_app::random::{Random, bytes};

/// How long to wait after the first, the second … failed try.
const WAITS: [SignedDuration; 9] = [
    SignedDuration::from_secs(5),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(30),
    SignedDuration::from_hours(2),
    SignedDuration::from_hours(5),
    SignedDuration::from_hours(10),
    SignedDuration::from_hours(14),
    SignedDuration::from_hours(20),
    SignedDuration::from_hours(24),
];

/// How long to wait when so many tries have failed and so many are allowed; None where that was the last. A tenth more or less, so that
/// what failed together does not come back together.
pub(crate) fn wait(failed: u32, allowed: u8, random: &dyn Random) -> Option<SignedDuration> {
    if failed >= u32::from(allowed) {
        return None;
    }
    let wait = WAITS.get(usize::try_from(failed).ok()?.checked_sub(1)?)?;
    let permille = 900 + i32::from(u16::from_le_bytes(bytes(random)) % 201);
    Some(*wait * permille / 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Constant(u8);

    impl Random for Constant {
        fn fill(&self, buffer: &mut [u8]) {
            buffer.fill(0);
            buffer[0] = self.0;
        }
    }

    #[test]
    fn waits_grow_to_a_day_and_tries_span_three() {
        let waits = (1..10).map(|failed| wait(failed, 10, &Constant(100)).expect("another try")).collect::<Vec<_>>();
        assert_eq!(waits, WAITS);
        assert_eq!(wait(10, 10, &Constant(100)), None);
        let all = waits.into_iter().fold(SignedDuration::ZERO, |all, wait| all + wait);
        assert!((72..80).contains(&all.as_hours()), "{all}");
    }

    #[test]
    fn fewer_tries_end_sooner() {
        assert_eq!(wait(1, 1, &Constant(100)), None);
        assert!(wait(2, 3, &Constant(100)).is_some());
        assert_eq!(wait(3, 3, &Constant(100)), None);
    }

    #[test]
    fn waits_vary_by_a_tenth() {
        assert_eq!(wait(1, 10, &Constant(0)), Some(SignedDuration::from_millis(4_500)));
        assert_eq!(wait(1, 10, &Constant(200)), Some(SignedDuration::from_millis(5_500)));
    }
}
