//! The same values in another period.

use crate::stats::{Asked, Numbers};
use crate::{App, Error};
use std::collections::BTreeMap;
use trackway_domain::stats::{ClickMeasure, ClickNumbers, Dimension, Filter, Period, Value};

/// So many values are looked for; of more, all that there are is cheaper to ask for.
const FEW: usize = 50;

/// What these values counted in the period before, in their order; None for each where there is no such period.
pub(super) async fn before(
    app: &App,
    asked: &Asked,
    previous: Option<&Period>,
    by: Dimension,
    values: &[Value],
) -> Result<Vec<Option<Numbers>>, Error> {
    let Some(period) = previous else { return Ok(vec![None; values.len()]) };
    let asked = asked.during(period.clone());
    let clicks = clicks_of(app, &asked, by, values).await?;
    let mut credits = app.store.credits().breakdown(asked.credit_question(app).await?, by).await?;
    let numbers = |(value, clicks)| Some(Numbers { clicks, credits: credits.remove(value).unwrap_or_default() });
    Ok(values.iter().zip(clicks).map(numbers).collect())
}

/// The clicks of these values, in their order.
pub(super) async fn clicks_of(app: &App, asked: &Asked, by: Dimension, values: &[Value]) -> Result<Vec<ClickNumbers>, Error> {
    let mut question = asked.question();
    if values.len() <= FEW {
        question.filters.push(Filter::only(by, values.iter().cloned()));
    }
    // A click of several tags counts under each of them, named here or not, so there may be more values than were named in any case.
    let found = app.store.stats().breakdown(question, by, ClickMeasure::Clicks, u32::MAX).await?;
    let found = found.into_iter().collect::<BTreeMap<_, _>>();
    Ok(values.iter().map(|value| found.get(value).copied().unwrap_or_default()).collect())
}
