//! Chance that repeats: the same seed throws the same dice. For stories only; nothing here is hard to guess.

use std::sync::atomic::{AtomicU64, Ordering};
use trackway_app::random::Random;

/// SplitMix64, whose state only counts.
pub(super) struct Chance(AtomicU64);

impl Chance {
    const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

    pub(super) fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    fn next(&self) -> u64 {
        let state = self.0.fetch_add(Self::STEP, Ordering::Relaxed).wrapping_add(Self::STEP);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to before 1.
    pub(super) fn part(&self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// From 0 to before `end`; 0 where there is nothing.
    pub(super) fn below(&self, end: usize) -> usize {
        ((self.part() * end as f64) as usize).min(end.saturating_sub(1))
    }

    /// True that often.
    pub(super) fn happens(&self, part: f64) -> bool {
        self.part() < part
    }

    /// One of several, as often as it weighs. The list is not empty.
    pub(super) fn weighted<'a, T>(&self, list: &'a [T], weight: impl Fn(&T) -> f64) -> &'a T {
        let mut rest = self.part() * list.iter().map(&weight).sum::<f64>();
        let found = list.iter().find(|item| {
            rest -= weight(item);
            rest < 0.0
        });
        found.unwrap_or(&list[list.len() - 1])
    }
}

impl Random for Chance {
    fn fill(&self, bytes: &mut [u8]) {
        for piece in bytes.chunks_mut(8) {
            piece.copy_from_slice(&self.next().to_le_bytes()[..piece.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_throws_the_same_dice_and_all_sides_come_up() {
        let thrown = |seed| {
            let chance = Chance::new(seed);
            (0..1_000).map(|_| chance.below(6)).collect::<Vec<_>>()
        };
        assert_eq!(thrown(1), thrown(1));
        assert_ne!(thrown(1), thrown(2));
        for side in 0..6 {
            let count = thrown(1).into_iter().filter(|thrown| *thrown == side).count();
            assert!((120..220).contains(&count), "{side}: {count}");
        }
    }
}
