//! Clicks and distinct visitors, counted by group.

use foldhash::fast::RandomState;
use std::collections::HashSet;
use trackway_domain::stats::ClickNumbers;

/// What has been counted so far. A group is a stretch of time or a value, by its number.
#[derive(Default)]
pub(super) struct Tally {
    numbers: Vec<ClickNumbers>,
    seen: HashSet<(u32, u64), RandomState>,
}

impl Tally {
    /// Over so many groups; more may come.
    pub(super) fn of(groups: usize) -> Self {
        Self { numbers: vec![ClickNumbers::default(); groups], seen: HashSet::default() }
    }

    /// Counts a click of a visitor, or of nobody, who is 0.
    pub(super) fn click(&mut self, group: u32, visitor: u64) {
        let index = group as usize;
        if index >= self.numbers.len() {
            self.numbers.resize(index + 1, ClickNumbers::default());
        }
        self.numbers[index].clicks += 1;
        if visitor != 0 && self.seen.insert((group, visitor)) {
            self.numbers[index].visitors += 1;
        }
    }

    /// Adds what was counted elsewhere, of other visitors.
    pub(super) fn add(&mut self, group: usize, numbers: ClickNumbers) {
        if group >= self.numbers.len() {
            self.numbers.resize(group + 1, ClickNumbers::default());
        }
        self.numbers[group].clicks += numbers.clicks;
        self.numbers[group].visitors += numbers.visitors;
    }

    /// Adds what was counted of the same clicks' neighbours, with the numbers here of its groups; visitors may be the same.
    pub(super) fn absorb(&mut self, other: Self, numbers: Option<&[u32]>) {
        let number = |group: u32| numbers.map_or(group, |numbers| numbers[group as usize]);
        for (group, counted) in (0..).zip(other.numbers) {
            self.add(number(group) as usize, ClickNumbers { visitors: 0, ..counted });
        }
        self.seen.reserve(other.seen.len());
        for (group, visitor) in other.seen {
            let group = number(group);
            self.numbers[group as usize].visitors += u64::from(self.seen.insert((group, visitor)));
        }
    }

    /// By group.
    pub(super) fn numbers(self) -> Vec<ClickNumbers> {
        self.numbers
    }
}
