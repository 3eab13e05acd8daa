//! Work on recorded clicks that nobody waits for.

use crate::error::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use trackway_domain::click::ClickId;
use trackway_domain::utc_day::UtcDay;

/// What became of a portion of upkeep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tended {
    /// Something was done, and there may be more to do.
    Something,
    /// Nothing was to be done.
    Nothing,
    /// Another process is at it.
    Elsewhere,
}

/// Work on recorded clicks: no answer changes by it but those that are meant to.
#[async_trait]
pub trait Upkeep: Send + Sync {
    /// Does one portion of what makes old clicks small and questions about them quick. Other calls go on meanwhile, and may be called while this
    /// one is interrupted at any place.
    async fn tend(&self, now: Timestamp) -> Result<Tended, StoreError>;
    /// Drops the clicks from before a day (UTC), and gives how many there were. Totals of links keep counting them; questions and days do not.
    async fn purge(&self, before: UtcDay) -> Result<u64, StoreError>;
    /// Takes from these clicks what could tell who made them: id, address, visitor, the user agent's text, region, city, and what the link was
    /// opened with. They go on counting for their link, their time and the rest. Gives how many of them there were.
    async fn forget(&self, clicks: Vec<ClickId>) -> Result<u64, StoreError>;
    /// Says that visitors of these days (UTC, the last one included) are told apart by one salt. Nobody says it of a day that has a salt of its own.
    async fn share_salt(&self, first: UtcDay, last: UtcDay) -> Result<(), StoreError>;
}
