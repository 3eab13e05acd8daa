//! What subscribers had paid some days after they came, by the week or month in which they did.

use crate::{App, Error, attribution};
use jiff::{SignedDuration, Timestamp};
use trackway_domain::attribution::rules::ModelKind;
use trackway_domain::stats::Question;
use trackway_store::credits::{CohortNumbers, CohortQuestion};

/// The ages that are shown unless others are asked for, in days; the day of the subscription itself is day 0.
pub const AGES: [u16; 4] = [0, 7, 30, 90];

/// Subscribers who came in one stretch of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cohort {
    /// When the first might have come.
    pub from: Timestamp,
    /// The first instant behind it.
    pub before: Timestamp,
    /// Who came, and what they had paid at each age.
    pub numbers: CohortNumbers,
    /// For each age, true where the youngest of them has reached it: otherwise more may come.
    pub is_over: Vec<bool>,
}

/// The cohorts between neighbouring edges. Day n ends n + 1 times 24 hours after the subscription.
///
/// # Errors
/// The store's trouble.
pub async fn cohorts(
    app: &App,
    question: Question,
    kind: Option<ModelKind>,
    edges: Vec<Timestamp>,
    days: &[u16],
) -> Result<Vec<Cohort>, Error> {
    let model = attribution::rules::model(app, question.workspace, kind).await?;
    let ages = days.iter().map(|day| SignedDuration::from_hours(24 * (i64::from(*day) + 1))).collect::<Vec<_>>();
    let asked = CohortQuestion { question, model, edges: edges.clone(), ages: ages.clone() };
    let numbers = app.store.credits().cohorts(asked).await?;
    let now = app.clock.now();
    let cohorts = edges.windows(2).zip(numbers).map(|(pair, numbers)| {
        let is_over = ages.iter().map(|age| pair[1].checked_add(*age).is_ok_and(|end| end <= now)).collect();
        Cohort { from: pair[0], before: pair[1], numbers, is_over }
    });
    Ok(cohorts.collect())
}
