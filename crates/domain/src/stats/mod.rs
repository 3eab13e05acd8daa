//! Questions about recorded clicks, in the words of whoever asks: which clicks, over which span, told apart by what. What they cost, and
//! from which tables they are answered, is the stores' matter.

mod credit_numbers;
mod dimension;
mod filter;
mod interval;
mod period;
mod period_end;
mod span;

pub use credit_numbers::{CreditNumbers, Money};
pub use dimension::Dimension;
pub use filter::{Filter, Value};
pub use interval::{Interval, TooFine};
pub use period::{Period, PeriodError, Preset};
pub use period_end::{NoPeriodEnd, PeriodEnd};
pub use span::{Backwards, Span};

use crate::workspace::WorkspaceId;

/// Which clicks of a workspace are asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The tenant.
    pub workspace: WorkspaceId,
    /// When they were made.
    pub span: Span,
    /// What must hold for each of them; all of it. Without a filter on [`Dimension::Traffic`] everything that was recorded counts,
    /// bots too.
    pub filters: Vec<Filter>,
}

/// A city with what it lies in; there are several of one name. What is not known of it is None.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct City {
    /// The country, as two capital letters.
    pub country: Value,
    /// The region.
    pub region: Value,
    /// The city's name.
    pub name: Value,
}

/// Which of the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClickMeasure {
    /// [`ClickNumbers::clicks`].
    Clicks,
    /// [`ClickNumbers::visitors`].
    Visitors,
}

impl ClickMeasure {
    /// The number of that name.
    #[must_use]
    pub fn of(self, numbers: ClickNumbers) -> u64 {
        match self {
            Self::Clicks => numbers.clicks,
            Self::Visitors => numbers.visitors,
        }
    }
}

/// What was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClickNumbers {
    /// Clicks.
    pub clicks: u64,
    /// Who made them: distinct visitor hashes, exactly. Somebody who comes back in another period of the salt counts again; who
    /// objects to being told apart does not count.
    pub visitors: u64,
}
