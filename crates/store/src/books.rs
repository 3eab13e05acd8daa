//! Counters held against the log: what a link's totals and rollups say, and what its recorded clicks say.

use crate::error::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use trackway_domain::link::LinkId;
use trackway_domain::traffic::TrafficClass;

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
    pub kept: u64,
    /// What the log says.
    pub logged: u64,
}

/// The counters of a link that follow its clicks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counter {
    /// Human clicks in all.
    Clicks,
    /// Visits in all.
    Visits,
    /// Visits of one class in a quarter of an hour.
    Quarter(Timestamp, TrafficClass),
}

/// Told how many of how many clicks have been read.
pub type Progress = Box<dyn Fn(u64, u64) + Send>;

/// Counters held against the log.
#[async_trait]
pub trait Books: Send + Sync {
    /// Every counter that differs from the log, by link; all is read as of one moment, while clicks go on being taken in.
    async fn differences(&self, progress: Progress) -> Result<Vec<Difference>, StoreError>;
    /// Sets the counters of these links to what the log says, each link in a short transaction of its own, while clicks go on being taken in.
    async fn mend(&self, links: Vec<LinkId>, progress: Progress) -> Result<(), StoreError>;
}
