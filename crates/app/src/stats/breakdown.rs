//! Clicks and credits by what they can be told apart by.

use crate::stats::numbers::Measure;
use crate::stats::{Asked, Numbers, captions, compare, ranking};
use crate::{App, Error};
use trackway_domain::stats::{Dimension, Period, Value};

/// A value and what was counted of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The value.
    pub value: Value,
    /// What people call it, where the value is an id or a code.
    pub caption: Option<String>,
    /// What was counted.
    pub numbers: Numbers,
    /// What was counted in the period before, where that was asked for.
    pub previous: Option<Numbers>,
}

/// The values with most of a measure, at most `limit`; beside what they counted in another period.
///
/// # Errors
/// The store's trouble.
pub async fn breakdown(
    app: &App,
    asked: &Asked,
    previous: Option<&Period>,
    by: Dimension,
    order: Measure,
    limit: u32,
) -> Result<Vec<Row>, Error> {
    let found = ranking::ranked(app, asked, by, order, limit).await?;
    let values = found.iter().map(|(value, _)| value.clone()).collect::<Vec<_>>();
    let captions = captions::of(app, asked.within.workspace, by, &values).await?;
    let before = compare::before(app, asked, previous, by, &values).await?;
    let rows = found.into_iter().zip(captions).zip(before);
    Ok(rows.map(|(((value, numbers), caption), previous)| Row { value, caption, numbers, previous }).collect())
}
