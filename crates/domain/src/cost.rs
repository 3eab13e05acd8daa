//! What a link costs whoever posts it.

use crate::money::{Currency, Mills};
use serde::{Deserialize, Serialize};

/// A price, and what it is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct Cost {
    /// What is paid for.
    pub model: CostModel,
    /// The price of one.
    pub amount: Mills,
    /// Of which currency.
    pub currency: Currency,
}

/// What is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CostModel {
    /// The link itself: once, on the day on which it was made.
    Fixed,
    /// Each click of a person.
    PerClick,
    /// Each new subscription that is credited to it.
    PerSubscriber,
}

impl CostModel {
    /// All models.
    pub const ALL: [Self; 3] = [Self::Fixed, Self::PerClick, Self::PerSubscriber];

    /// Its name on wires.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::PerClick => "per_click",
            Self::PerSubscriber => "per_subscriber",
        }
    }

    /// The model of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|model| model.as_str() == name)
    }
}

/// Why a price was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be from 0 to 1000000000")]
pub struct CostError;

impl Cost {
    /// Highest price, in mills: a billion units, as amounts of conversions.
    pub const MAX: Mills = crate::conversion::Amount::MAX;

    /// Accepts prices that are not below nothing.
    ///
    /// # Errors
    /// Outside of these bounds.
    pub fn new(model: CostModel, amount: Mills, currency: Currency) -> Result<Self, CostError> {
        if (Mills(0)..=Self::MAX).contains(&amount) { Ok(Self { model, amount, currency }) } else { Err(CostError) }
    }

    /// What is to be paid for so many clicks and subscriptions; `holds_start` is true where the link was made in the time that is asked about.
    /// What cannot be counted any more is the most that can.
    #[must_use]
    pub fn of(&self, clicks: u64, subscriptions: i64, holds_start: bool) -> Mills {
        let times = match self.model {
            CostModel::Fixed => i64::from(holds_start),
            CostModel::PerClick => i64::try_from(clicks).unwrap_or(i64::MAX),
            CostModel::PerSubscriber => subscriptions.max(0),
        };
        Mills(self.amount.0.saturating_mul(times))
    }
}

/// A price as a document holds it.
#[derive(Deserialize)]
struct Unchecked {
    model: CostModel,
    amount: Mills,
    currency: Currency,
}

impl TryFrom<Unchecked> for Cost {
    type Error = CostError;
    fn try_from(Unchecked { model, amount, currency }: Unchecked) -> Result<Self, CostError> {
        Self::new(model, amount, currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_model_is_paid_for_its_own_thing() {
        let price = |model| Cost::new(model, Mills(1_250), Currency::USD).expect("a price");
        for (model, starts_here, starts_before) in
            [(CostModel::Fixed, 1_250, 0), (CostModel::PerClick, 12_500, 12_500), (CostModel::PerSubscriber, 3_750, 3_750)]
        {
            assert_eq!([true, false].map(|holds| price(model).of(10, 3, holds).0), [starts_here, starts_before], "{model:?}");
        }
        assert_eq!(price(CostModel::PerSubscriber).of(0, -1, true), Mills(0));
        assert_eq!(price(CostModel::PerClick).of(u64::MAX, 0, true), Mills(i64::MAX));
    }

    #[test]
    fn prices_have_bounds_in_documents_too() {
        let read = |amount: i64| {
            let text = format!(r#"{{"model":"per_click","amount":{amount},"currency":"EUR"}}"#);
            serde_json::from_str::<Cost>(&text).is_ok()
        };
        assert_eq!([-1, 0, Cost::MAX.0, Cost::MAX.0 + 1].map(read), [false, true, true, false]);
        for model in CostModel::ALL {
            assert_eq!(CostModel::parse(model.as_str()), Some(model));
            let written = serde_json::to_string(&Cost::new(model, Mills(1), Currency::USD).expect("a price")).expect("JSON");
            assert!(written.contains(model.as_str()), "{written}");
        }
    }
}
