//! The clicks of a workspace one by one, in portions: what exports and raw views are made of.

use crate::clicks::{ClickRow, LogPosition};
use crate::error::StoreError;
use crate::page::Order;
use async_trait::async_trait;
use jiff::Timestamp;
use trackway_domain::account::AccountId;
use trackway_domain::stats::Filter;
use trackway_domain::workspace::WorkspaceId;
use uuid::Uuid;

/// Which clicks, and in which order.
#[derive(Clone, Debug)]
pub struct ClickLogQuery {
    /// The tenant.
    pub workspace: WorkspaceId,
    /// Only those of links of one account.
    pub account: Option<AccountId>,
    /// Only those made at or after this.
    pub from: Option<Timestamp>,
    /// Only those made before this.
    pub before: Option<Timestamp>,
    /// What must hold for each of them; all of it.
    pub filters: Vec<Filter>,
    /// In which order: that in which clicks were taken in, which is nearly that of their times, or the other way round.
    pub order: Order,
    /// Only those behind this place, in that order.
    pub behind: Option<LogPosition>,
    /// How many, at most.
    pub limit: u32,
}

/// A click with its place in the log, and its link as the main API names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedClick {
    /// Its place.
    pub position: LogPosition,
    /// The click.
    pub click: ClickRow,
    /// The link's id for everybody.
    pub link: Uuid,
    /// The link's code.
    pub code: String,
}

/// A portion of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogPortion {
    /// The clicks; where few fit the filters, fewer than asked for, and perhaps none, since each portion is a bounded piece of work.
    pub clicks: Vec<LoggedClick>,
    /// Behind which place to go on; None where the log ends.
    pub go_on: Option<LogPosition>,
}

/// The clicks of a workspace.
#[async_trait]
pub trait ClickLog: Send + Sync {
    /// A portion of the clicks, deleted links' too.
    async fn portion(&self, query: ClickLogQuery) -> Result<LogPortion, StoreError>;
}
