//! The secrets by which visitors are told apart: one a period, shared by all processes, thrown away when the period's clicks are in.

use crate::error::StoreError;
use async_trait::async_trait;
use trackway_domain::visitor::Salt;

/// Salts by period. Periods are numbered; what they stand for is the asker's.
#[async_trait]
pub trait Salts: Send + Sync {
    /// A period's salt: `fresh` where it has none yet.
    async fn of_period(&self, period: i64, fresh: Salt) -> Result<Salt, StoreError>;
    /// Throws the salts of all earlier periods away.
    async fn forget_before(&self, period: i64) -> Result<(), StoreError>;
}
