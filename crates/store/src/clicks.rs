//! Recorded visits: taken in once, whatever happens on the way.

use crate::error::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use std::net::IpAddr;
use trackway_domain::click::{ClickId, DestinationKind};
use trackway_domain::link::LinkId;
use trackway_domain::platform::Platform;
use trackway_domain::targeting::{Country, Language};
use trackway_domain::traffic::TrafficClass;
use trackway_domain::utm::Utm;
use uuid::Uuid;

/// A click with everything that could be found out about it, as it is kept.
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
    /// The visitor's address, as much of it as may be kept.
    pub address: Option<IpAddr>,
    /// The country of the address.
    pub country: Option<Country>,
    /// The visitor's first language.
    pub language: Option<Language>,
    /// The host of the page that the visitor came from.
    pub referrer: Option<String>,
    /// The user agent in full.
    pub user_agent: String,
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

/// Recorded visits and what they add up to.
#[async_trait]
pub trait Clicks: Send + Sync {
    /// Takes a batch in: rows, totals, rollups and the checkpoint, in one transaction that survives a power cut.
    async fn ingest(&self, batch: Vec<ClickRow>, checkpoint: Checkpoint) -> Result<(), IngestError>;
    /// How far a segment has been taken in, in bytes; None where it is unknown.
    async fn position(&self, segment: Uuid) -> Result<Option<u64>, StoreError>;
    /// One click, whatever its link.
    async fn find(&self, id: ClickId) -> Result<Option<ClickRow>, StoreError>;
    /// The newest clicks of a link, newest first.
    async fn latest(&self, link: LinkId, limit: u32) -> Result<Vec<ClickRow>, StoreError>;
}
