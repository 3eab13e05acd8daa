//! How many come how far: from a click to a sale.

use crate::stats::{Asked, totals};
use crate::{App, Error};

/// What people come to, one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// They clicked.
    Click,
    /// They told who they are.
    Claim,
    /// They followed.
    Follow,
    /// They subscribed.
    Subscribe,
    /// They paid.
    Sale,
}

impl Stage {
    /// All of them, in their order.
    pub const ALL: [Self; 5] = [Self::Click, Self::Claim, Self::Follow, Self::Subscribe, Self::Sale];

    /// Its name in answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Click => "click",
            Self::Claim => "claim",
            Self::Follow => "follow",
            Self::Subscribe => "subscribe",
            Self::Sale => "sale",
        }
    }
}

/// What happened in the period, by stage. It is not the same people all the way: a sale may follow a click of an earlier period, and one person
/// may pay twice.
///
/// # Errors
/// The store's trouble.
pub async fn funnel(app: &App, asked: &Asked) -> Result<[(Stage, i64); 5], Error> {
    let numbers = totals::totals(app, asked).await?;
    let (clicks, credits) = (i64::try_from(numbers.clicks.clicks).unwrap_or(i64::MAX), numbers.credits);
    let counts = |stage| match stage {
        Stage::Click => clicks,
        Stage::Claim => credits.claims,
        Stage::Follow => credits.follows,
        Stage::Subscribe => credits.subscriptions,
        Stage::Sale => credits.sales,
    };
    Ok(Stage::ALL.map(|stage| (stage, counts(stage))))
}
