//! Clicks counted one by one.

use std::collections::HashSet;
use trackway_domain::stats::ClickNumbers;
use trackway_domain::visitor::VisitorHash;
use trackway_store::clicks::ClickRow;

/// What has been counted so far.
#[derive(Clone, Default)]
pub(super) struct Counted {
    clicks: u64,
    visitors: HashSet<VisitorHash, foldhash::fast::RandomState>,
}

impl Counted {
    pub(super) fn add(&mut self, click: &ClickRow) {
        self.clicks += 1;
        self.visitors.extend(click.visitor);
    }

    pub(super) fn numbers(&self) -> ClickNumbers {
        ClickNumbers { clicks: self.clicks, visitors: self.visitors.len() as u64 }
    }
}
