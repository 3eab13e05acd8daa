//! What links were given for what persons did: by time to the millisecond, so that the days of any time zone are exact.

use crate::error::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use std::collections::BTreeMap;
use trackway_domain::attribution::Model;
use trackway_domain::stats::{CreditNumbers, Dimension, Question, Value};

/// Which credits are asked about.
///
/// A credit has the values of the visit that it was given to, as they were when the visit was recorded, and its link's as they are now. A visit
/// that somebody only told of has no values of its own. All of it is human traffic: whoever converts is somebody, however the visit had looked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditQuestion {
    /// Which, in the words of questions about clicks. The span is that of the conversions, not of the visits.
    pub question: Question,
    /// By which model; None for what is stored by the workspace's own. Any other is worked out now, from everything that is known.
    pub model: Option<Model>,
}

/// Answers that are exact as of one moment.
#[async_trait]
pub trait Credits: Send + Sync {
    /// All credits of a question together.
    async fn totals(&self, question: CreditQuestion) -> Result<CreditNumbers, StoreError>;
    /// The credits by time. `edges` ascend; each two neighbours are a span, the second not included, and the answer has as many entries as
    /// there are such spans. What lies outside of the question's own span does not count.
    async fn series(&self, question: CreditQuestion, edges: Vec<Timestamp>) -> Result<Vec<CreditNumbers>, StoreError>;
    /// The credits by their values of a dimension; None is unknown. A credit of a link with two tags counts under both.
    async fn breakdown(&self, question: CreditQuestion, by: Dimension) -> Result<BTreeMap<Value, CreditNumbers>, StoreError>;
}
