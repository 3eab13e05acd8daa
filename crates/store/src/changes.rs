//! The change log: how a cache hears of what other processes did.

use crate::error::StoreError;
use async_trait::async_trait;
use std::time::Duration;
use trackway_domain::account::AccountId;
use trackway_domain::template::TemplateId;

/// Something that a cache may hold has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The link or handle behind a path segment was made, changed or deleted.
    Path(String),
    /// A template changed.
    Template(TemplateId),
    /// An account changed.
    Account(AccountId),
    /// It changed which host names are whose.
    Domains,
}

/// The change log. Every change of what a cache may hold appends to it, in its own transaction.
#[async_trait]
pub trait Changes: Send + Sync {
    /// The number of the newest change.
    async fn newest(&self) -> Result<u64, StoreError>;
    /// Changes behind `number`, oldest first, at most `limit`, with their numbers.
    async fn after(&self, number: u64, limit: u32) -> Result<Vec<(u64, Change)>, StoreError>;
    /// Returns when there may be something new since the last wait on this handle ended, or after `timeout`. So whoever reads the log
    /// after each wait misses nothing; two such readers need two handles.
    async fn wait(&self, timeout: Duration) -> Result<(), StoreError>;
}
