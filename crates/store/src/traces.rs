//! What recent clicks leave behind for workspaces that compare installs with them: found by a hash of the address, gone with the hour's key.

use crate::error::StoreError;
use async_trait::async_trait;
use trackway_domain::install::address::{AddressHash, Hour, TraceKey};
use trackway_domain::install::trace::Trace;
use trackway_domain::link::LinkId;
use trackway_domain::window::AttributionWindow;
use trackway_domain::workspace::WorkspaceId;

/// A trace, and where it is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTrace {
    /// The hour of the click.
    pub hour: Hour,
    /// The address, under that hour's key and for the workspace of the link.
    pub address: AddressHash,
    /// What is left.
    pub trace: Trace,
}

/// Traces, their keys, and who wants them.
#[async_trait]
pub trait Traces: Send + Sync {
    /// The workspaces that compare, by id, each with its bound on the age of clicks.
    async fn caps(&self) -> Result<Vec<(WorkspaceId, AttributionWindow)>, StoreError>;
    /// Makes a workspace compare within a bound, or no more.
    async fn set_cap(&self, workspace: WorkspaceId, cap: Option<AttributionWindow>) -> Result<(), StoreError>;
    /// An hour's key: `fresh` where it has none yet.
    async fn key(&self, hour: Hour, fresh: TraceKey) -> Result<TraceKey, StoreError>;
    /// The keys of an hour and of all later ones, the newest first.
    async fn keys_from(&self, hour: Hour) -> Result<Vec<(Hour, TraceKey)>, StoreError>;
    /// Whose these links are, deleted ones included; what is no link is left out.
    async fn owners(&self, links: Vec<LinkId>) -> Result<Vec<(LinkId, WorkspaceId)>, StoreError>;
    /// Keeps traces. One that is kept already is kept once.
    async fn remember(&self, traces: Vec<NewTrace>) -> Result<(), StoreError>;
    /// Throws away all keys of earlier hours, and up to `limit` of their traces. True where more of these are left.
    async fn forget_before(&self, hour: Hour, limit: u32) -> Result<bool, StoreError>;
}
