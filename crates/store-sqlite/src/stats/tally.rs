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

    /// Counts a click.
    pub(super) fn click(&mut self, group: u32) {
        let index = group as usize;
        if index >= self.numbers.len() {
            self.numbers.resize(index + 1, ClickNumbers::default());
        }
        self.numbers[index].clicks += 1;
    }

    /// Counts a visitor of a group in which a click has been counted, if he is new there.
    pub(super) fn visitor(&mut self, group: u32, visitor: u64) {
        if self.seen.insert((group, visitor)) {
            self.numbers[group as usize].visitors += 1;
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

    /// By group.
    pub(super) fn numbers(self) -> Vec<ClickNumbers> {
        self.numbers
    }
}
