//! What links were given for what persons did: by time to the millisecond, so that the days of any time zone are exact.

use crate::error::StoreError;
use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use trackway_domain::attribution::Model;
use trackway_domain::link::Link;
use trackway_domain::money::Currency;
use trackway_domain::stats::{CreditNumbers, Dimension, Money, Question, Value};
use trackway_domain::workspace::WorkspaceId;

/// Which credits are asked about.
///
/// A credit has the values of the visit that it was given to ([`crate::stats::click_value`], as they were when the visit was recorded), and its link's as they
/// are now ([`crate::stats::link_values`]). A visit
/// that somebody only told of has no values of its own. All of it is human traffic: whoever converts is somebody, however the visit had looked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditQuestion {
    /// Which, in the words of questions about clicks. The span is that of the conversions, not of the visits.
    pub question: Question,
    /// By which model; None for what is stored by the workspace's own. Any other is worked out now, from everything that is known.
    pub model: Option<Model>,
}

/// Which subscribers, and how old.
#[derive(Clone, Debug)]
pub struct CohortQuestion {
    /// Of which links: only filters by what is a link's count, and the span does not.
    pub question: Question,
    /// By which model; None for the stored one.
    pub model: Option<Model>,
    /// Where cohorts begin and end.
    pub edges: Vec<Timestamp>,
    /// For how long after the subscription what was paid counts.
    pub ages: Vec<SignedDuration>,
}

/// Subscribers who came in one stretch of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CohortNumbers {
    /// How many.
    pub subscribers: u64,
    /// What all of them together had paid, less what was paid back, at each age.
    pub paid: Vec<BTreeMap<Currency, Money>>,
}

impl CohortNumbers {
    /// Nobody, at so many ages.
    #[must_use]
    pub fn none(ages: usize) -> Self {
        Self { subscribers: 0, paid: vec![BTreeMap::new(); ages] }
    }
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
    /// Subscribers by when their first subscription that is credited to one of the links counts, and what they had paid at several ages. `edges` ascend;
    /// each two neighbours are a cohort.
    async fn cohorts(&self, question: CohortQuestion) -> Result<Vec<CohortNumbers>, StoreError>;
    /// The links of a workspace that cost something, deleted ones too, in the order in which they were made.
    async fn costly_links(&self, workspace: WorkspaceId) -> Result<Vec<Link>, StoreError>;
}
