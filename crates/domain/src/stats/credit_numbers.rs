//! What was credited, added up.

use crate::attribution::Credit;
use crate::conversion::ConversionKind;
use crate::money::{Currency, Mills};
use std::collections::BTreeMap;

/// How often each kind of thing was credited, and the money that came with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CreditNumbers {
    /// Persons who told who they are, once for each link that they opened.
    pub claims: i64,
    /// Follows.
    pub follows: i64,
    /// New subscriptions.
    pub subscriptions: i64,
    /// Sales.
    pub sales: i64,
    /// Leads.
    pub leads: i64,
    /// Whatever else has a name.
    pub customs: i64,
    /// Refunds.
    pub refunds: i64,
    /// Money by currency, less what was paid back. Only currencies in which something was paid.
    pub money: BTreeMap<Currency, Money>,
}

/// Money of one currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Money {
    /// What was paid; below nothing where more was paid back.
    pub gross: Mills,
    /// What of it reached the account.
    pub net: Mills,
}

impl CreditNumbers {
    /// Counts `number` things of a kind; kinds that are never credited change nothing.
    pub fn count(&mut self, kind: ConversionKind, number: i64) {
        match kind {
            ConversionKind::Claim => self.claims += number,
            ConversionKind::Follow => self.follows += number,
            ConversionKind::Subscribe => self.subscriptions += number,
            ConversionKind::Sale => self.sales += number,
            ConversionKind::Lead => self.leads += number,
            ConversionKind::Custom => self.customs += number,
            ConversionKind::Refund => self.refunds += number,
            ConversionKind::Unfollow | ConversionKind::Unsubscribe => {}
        }
    }

    /// Adds money of a currency.
    pub fn pay(&mut self, currency: Currency, gross: Mills, net: Mills) {
        let money = self.money.entry(currency).or_default();
        money.gross.0 += gross.0;
        money.net.0 += net.0;
    }

    /// Adds a credit.
    pub fn add(&mut self, credit: &Credit) {
        self.count(credit.kind, credit.number);
        if let Some(money) = credit.money {
            self.pay(money.currency, money.gross, money.net);
        }
    }

    /// The money of a currency; nothing where there is none.
    #[must_use]
    pub fn of(&self, currency: Currency) -> Money {
        self.money.get(&currency).copied().unwrap_or_default()
    }
}
