//! Questions about recorded clicks.

use crate::error::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use trackway_domain::stats::{ClickNumbers, Dimension, Question, Value};

/// Answers that are exact as of one moment, which is never more than a second ago.
#[async_trait]
pub trait Stats: Send + Sync {
    /// All clicks of a question together.
    async fn totals(&self, question: Question) -> Result<ClickNumbers, StoreError>;
    /// The clicks of a question by when they were made. `edges` ascend; each two neighbours are a span, the second not included, and the answer has as
    /// many entries as there are such spans. What lies outside of the question's own span does not count.
    async fn series(&self, question: Question, edges: Vec<Timestamp>) -> Result<Vec<ClickNumbers>, StoreError>;
    /// The clicks of a question by their values of a dimension: those with most clicks first, and where they have as many by value, the
    /// unknown first; at most `limit`.
    async fn breakdown(&self, question: Question, by: Dimension, limit: u32) -> Result<Vec<(Value, ClickNumbers)>, StoreError>;
}
