//! What is counted, and by which of it rows can be ordered.

use trackway_domain::money::Currency;
use trackway_domain::stats::{ClickMeasure, ClickNumbers, CreditNumbers};

/// Clicks, and what was credited to clicks: of the same period, but not of the same clicks, since a sale may follow a click of last month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// What was clicked.
    pub clicks: ClickNumbers,
    /// What was credited.
    pub credits: CreditNumbers,
}

/// One of the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Of clicks.
    Clicks(ClickMeasure),
    /// Of credits.
    Credits(CreditMeasure),
}

/// One of the numbers that are credited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditMeasure {
    /// [`CreditNumbers::claims`].
    Claims,
    /// [`CreditNumbers::follows`].
    Follows,
    /// [`CreditNumbers::subscriptions`].
    Subscriptions,
    /// [`CreditNumbers::sales`].
    Sales,
    /// [`CreditNumbers::leads`].
    Leads,
    /// What was paid in one currency.
    Gross(Currency),
    /// What of it reached the accounts.
    Net(Currency),
}

impl CreditMeasure {
    /// The number; money in mills.
    #[must_use]
    pub fn of(self, credits: &CreditNumbers) -> i64 {
        match self {
            Self::Claims => credits.claims,
            Self::Follows => credits.follows,
            Self::Subscriptions => credits.subscriptions,
            Self::Sales => credits.sales,
            Self::Leads => credits.leads,
            Self::Gross(currency) => credits.of(currency).gross.0,
            Self::Net(currency) => credits.of(currency).net.0,
        }
    }
}
