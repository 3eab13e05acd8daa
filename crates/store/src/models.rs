//! By which model a workspace's totals are shared, and working them out anew when that changes: a few persons at a time, so that everything else
//! goes on meanwhile, and from where it stopped when the process did.

use crate::error::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use trackway_domain::attribution::Rules;
use trackway_domain::link::LinkId;
use trackway_domain::workspace::WorkspaceId;

/// Persons whose credit is to be worked out anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recompute {
    /// The tenant.
    pub workspace: WorkspaceId,
    /// The link whose window has changed: only persons who opened it. None where it is everybody.
    pub link: Option<LinkId>,
    /// Since when it waits.
    pub asked_at: Timestamp,
    /// How many persons are done.
    pub done: u64,
    /// How many there were when it was asked for.
    pub all: u64,
}

/// What one step did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The recompute as it is now.
    pub recompute: Recompute,
    /// True where it was its last step.
    pub is_over: bool,
}

/// Models of workspaces.
#[async_trait]
pub trait Models: Send + Sync {
    /// A workspace's rules; the usual ones where it has chosen none.
    async fn rules(&self, workspace: WorkspaceId) -> Result<Rules, StoreError>;
    /// Chooses rules. Where totals change by that, everybody waits to be worked out anew from then on, which begins at the first again
    /// if it was under way. Reports follow the new rules at once.
    async fn choose(&self, workspace: WorkspaceId, rules: Rules, at: Timestamp) -> Result<(), StoreError>;
    /// Lets everybody be worked out anew.
    async fn ask(&self, workspace: WorkspaceId, at: Timestamp) -> Result<(), StoreError>;
    /// What waits or is under way, the oldest first.
    async fn waiting(&self, workspace: WorkspaceId) -> Result<Vec<Recompute>, StoreError>;
    /// Works out the next `persons` persons of the oldest that waits, whosever it is, in one transaction. None where nothing waits.
    async fn step(&self, persons: u32) -> Result<Option<Step>, StoreError>;
}
