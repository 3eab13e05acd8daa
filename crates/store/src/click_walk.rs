//! All clicks of a workspace, one after the other, for whoever wants to have them elsewhere.

use crate::clicks::ClickRow;
use crate::error::StoreError;
use async_trait::async_trait;
use std::any::Any;
use trackway_domain::stats::Span;
use trackway_domain::workspace::WorkspaceId;

/// A walk through the clicks of a workspace: which were there when it began, and how far it is. What it holds is its store's matter; it can wait
/// between two steps, and be given up at any time.
pub struct ClickWalk {
    /// The store's own.
    pub state: Box<dyn Any + Send>,
    /// Clicks of all workspaces that have been passed.
    pub passed: u64,
    /// How many there are to pass, at most.
    pub all: u64,
}

/// Clicks in whatever order is cheapest: each that was there at the start once, in portions that fit into memory, however many there are.
#[async_trait]
pub trait ClickWalks: Send + Sync {
    /// Begins a walk through the clicks of a workspace that were made in a span.
    async fn walk(&self, workspace: WorkspaceId, span: Span) -> Result<ClickWalk, StoreError>;
    /// The next clicks of a walk, perhaps none of a portion; None at its end.
    async fn step(&self, walk: &mut ClickWalk) -> Result<Option<Vec<ClickRow>>, StoreError>;
}
