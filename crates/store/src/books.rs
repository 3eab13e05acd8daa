//! Counters held against the log: what a link's totals and rollups say, and what its recorded clicks and its persons say.

use crate::error::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use trackway_domain::link::LinkId;
use trackway_domain::traffic::TrafficClass;
use trackway_domain::utc_day::UtcDay;

/// A counter that does not say what the log says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Whose counter.
    pub link: LinkId,
    /// The link's code; None for a link that is not there.
    pub code: Option<String>,
    /// Which counter.
    pub counter: Counter,
    /// What it says.
    pub kept: i64,
    /// What the log says.
    pub logged: i64,
}

/// The counters of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counter {
    /// Human clicks in all.
    Clicks,
    /// Visits in all.
    Visits,
    /// Visits of one class in a quarter of an hour.
    Quarter(Timestamp, TrafficClass),
    /// Visits of one class on a day (UTC) whose quarters are not kept any more.
    Day(UtcDay, TrafficClass),
    /// What persons give to it, in all.
    Given(Given),
    /// What persons give to it on one day.
    GivenOn(UtcDay, Given),
    /// What it is credited for on one day, one conversion at a time; held against what persons give.
    CreditedOn(UtcDay, Given),
}

/// The numbers of a link that follow its conversions. Money is in mills.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Given {
    /// Persons identified.
    Claims,
    /// Follows.
    Follows,
    /// New subscriptions.
    Subscriptions,
    /// Acquired followers.
    AcquiredFollowers,
    /// Acquired subscribers.
    AcquiredSubscribers,
    /// Followers now.
    CurrentFollowers,
    /// Subscribers now.
    CurrentSubscribers,
    /// Money.
    Gross,
    /// What of it arrived.
    Net,
}

impl Given {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Claims,
        Self::Follows,
        Self::Subscriptions,
        Self::AcquiredFollowers,
        Self::AcquiredSubscribers,
        Self::CurrentFollowers,
        Self::CurrentSubscribers,
        Self::Gross,
        Self::Net,
    ];

    /// Its name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Claims => "claims",
            Self::Follows => "follows",
            Self::Subscriptions => "subscriptions",
            Self::AcquiredFollowers => "acquired followers",
            Self::AcquiredSubscribers => "acquired subscribers",
            Self::CurrentFollowers => "current followers",
            Self::CurrentSubscribers => "current subscribers",
            Self::Gross => "gross",
            Self::Net => "net",
        }
    }
}

/// Told how many of how many clicks have been read, or days looked at.
pub type Progress = Box<dyn Fn(u64, u64) + Send>;

/// Counters held against the log.
#[async_trait]
pub trait Books: Send + Sync {
    /// Every counter that differs from the log, by link; all is read as of one moment, while clicks go on being taken in.
    async fn differences(&self, progress: Progress) -> Result<Vec<Difference>, StoreError>;
    /// Days (UTC) that are added up and whose sums are not what the log says, each looked at as of one moment.
    async fn wrong_days(&self, progress: Progress) -> Result<Vec<UtcDay>, StoreError>;
    /// Adds these days up anew.
    async fn mend_days(&self, days: Vec<UtcDay>) -> Result<(), StoreError>;
    /// Sets the counters of these links to what the log says, each link in a short transaction of its own, while clicks go on being taken in.
    async fn mend(&self, links: Vec<LinkId>, progress: Progress) -> Result<(), StoreError>;
}
