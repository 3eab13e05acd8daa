//! Recorded visits: taken in once, whatever happens on the way.

use crate::error::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use std::net::IpAddr;
use std::sync::Arc;
use trackway_domain::agent::UserAgent;
use trackway_domain::click::{ClickId, DestinationKind, Signals};
use trackway_domain::link::LinkId;
use trackway_domain::place::Place;
use trackway_domain::platform::Platform;
use trackway_domain::targeting::Language;
use trackway_domain::traffic::TrafficClass;
use trackway_domain::utm::Utm;
use trackway_domain::visitor::VisitorHash;
use uuid::Uuid;

/// A click with everything that could be found out about it, as it is kept. What many clicks have in common is shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClickRow {
    /// Its id.
    pub id: ClickId,
    /// The link.
    pub link: LinkId,
    /// When, to the millisecond.
    pub at: Timestamp,
    /// Human or not, and why.
    pub traffic: TrafficClass,
    /// Where the visitor was sent.
    pub destination: DestinationKind,
    /// The visitor's platform.
    pub platform: Platform,
    /// What the request said about who made it.
    pub signals: Signals,
    /// The address was a data centre's. Kept from ingestion, since less than the address is kept.
    pub is_datacenter: bool,
    /// The visitor's address, as much of it as may be kept.
    pub address: Option<IpAddr>,
    /// Where the address is.
    pub place: Arc<Place>,
    /// The visitor's first language.
    pub language: Option<Language>,
    /// The host of the page that the visitor came from.
    pub referrer: Option<Arc<str>>,
    /// The user agent, and what it says.
    pub user_agent: Arc<UserAgent>,
    /// Who the visitor is within his period; None for those who object to being told apart.
    pub visitor: Option<VisitorHash>,
    /// Campaign parameters of the link as it was opened.
    pub utm: Utm,
    /// `metadata[…]` of the link as it was opened: names and values, at most ten.
    pub metadata: Vec<(String, String)>,
}

/// How far a journal segment has been taken in. The pair (segment, from) must be what the store knows, or nothing is done: that is
/// what makes a replay, a copied directory and a process that wakes late harmless.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The segment's own uuid.
    pub segment: Uuid,
    /// Where the batch began, in bytes.
    pub from: u64,
    /// Where the next one begins.
    pub to: u64,
}

/// Why a batch was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// The segment has been taken in up to another place; nothing was done.
    #[error("the segment stands at {0}")]
    Moved(u64),
    /// The store's trouble; nothing was done.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A place in the log of clicks: how many were taken in before, and this one. The first click is 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct LogPosition(pub u64);

/// The rules by which visits are told apart.
pub type Rule = Arc<dyn Fn(&ClickRow) -> TrafficClass + Send + Sync>;

/// What became of a portion of the log when the rules were applied anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reclassified {
    /// Where the portion ends.
    pub to: LogPosition,
    /// How many of its clicks have another class now.
    pub changed: u64,
}

/// Recorded visits and what they add up to.
#[async_trait]
pub trait Clicks: Send + Sync {
    /// Takes a batch in: rows, totals, rollups and the checkpoint, in one transaction that survives a power cut.
    async fn ingest(&self, batch: Vec<ClickRow>, checkpoint: Checkpoint) -> Result<(), IngestError>;
    /// How far a segment has been taken in, in bytes; None where it is unknown.
    async fn position(&self, segment: Uuid) -> Result<Option<u64>, StoreError>;
    /// The newest clicks of a link, newest first.
    async fn latest(&self, link: LinkId, limit: u32) -> Result<Vec<ClickRow>, StoreError>;
    /// The click with this id.
    async fn find(&self, id: ClickId) -> Result<Option<ClickRow>, StoreError>;
    /// What was taken in behind a position, in that order. Positions stay true.
    async fn log(&self, after: LogPosition, limit: u32) -> Result<Vec<(LogPosition, ClickRow)>, StoreError>;
    /// The last position of the log.
    async fn log_end(&self) -> Result<LogPosition, StoreError>;
    /// Gives the clicks of some portion behind a position the classes that `rule` says; totals and rollups follow in the same
    /// transaction. None where nothing is behind it.
    async fn reclassify(&self, after: LogPosition, rule: Rule) -> Result<Option<Reclassified>, StoreError>;
}
