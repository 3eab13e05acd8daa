//! The numbers of links by day.

use crate::error::StoreError;
use async_trait::async_trait;
use trackway_domain::link::LinkId;
use trackway_domain::money::Mills;
use trackway_domain::utc_day::UtcDay;

/// What a link counted on one day. Over all days it adds up to the link's totals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkDay {
    /// The day.
    pub day: UtcDay,
    /// Human clicks.
    pub clicks: u64,
    /// Persons identified.
    pub claims: i64,
    /// Follows credited.
    pub follows: i64,
    /// New subscriptions credited.
    pub subscriptions: i64,
    /// Money credited, in US dollars. Below nothing where more was paid back than paid.
    pub gross: Mills,
    /// What of it reached the account.
    pub net: Mills,
}

/// The numbers of links by day.
#[async_trait]
pub trait LinkDays: Send + Sync {
    /// The days of a link on which anything happened, from the first to the last, both included; the oldest first.
    async fn of_link(&self, link: LinkId, first: UtcDay, last: UtcDay) -> Result<Vec<LinkDay>, StoreError>;
}
