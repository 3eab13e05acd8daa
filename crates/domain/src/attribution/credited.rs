//! What touches are given, one credit at a time: what numbers by any time, link or property of the visit are sums of.

use super::contribution::Contribution;
use super::touch::Touch;
use crate::conversion::{Amount, ConversionId, ConversionKind};
use crate::money::Mills;
use jiff::Timestamp;

/// What one touch is given for one conversion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credit {
    /// The conversion; None for a claim, which stands for the person being known and not for any one report.
    pub conversion: Option<ConversionId>,
    /// What was done.
    pub kind: ConversionKind,
    /// Who gets it.
    pub touch: Touch,
    /// When it counts: when it was done; for a claim when both the visit and the person were known.
    pub at: Timestamp,
    /// How often it counts: once for the one touch that gets what cannot be divided, else not at all.
    pub number: i64,
    /// Its part of the money, below nothing where it is paid back. Of any currency.
    pub money: Option<Amount>,
}

impl Credit {
    /// True where it changes no number.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.number == 0 && self.money.is_none_or(|money| money.gross == Mills(0) && money.net == Mills(0))
    }
}

impl Contribution {
    /// Adds a credit of that link and day. Money of other currencies than the dollar is in no total of a link.
    pub fn add(&mut self, credit: &Credit) {
        match credit.kind {
            ConversionKind::Claim => self.claims += credit.number,
            ConversionKind::Follow => self.follows += credit.number,
            ConversionKind::Subscribe => self.subscriptions += credit.number,
            ConversionKind::Sale
            | ConversionKind::Lead
            | ConversionKind::Custom
            | ConversionKind::Refund
            | ConversionKind::Unfollow
            | ConversionKind::Unsubscribe => {}
        }
        if let Some(money) = credit.money.filter(Amount::is_counted) {
            self.gross.0 += money.gross.0;
            self.net.0 += money.net.0;
            self.has_earned |= money.gross.0 > 0;
        }
    }
}
