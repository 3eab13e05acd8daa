//! Clicks and credits by when they were made.

use crate::stats::{Asked, Numbers};
use crate::{App, Error};
use jiff::Timestamp;
use trackway_domain::stats::{Interval, Span, TooFine};

/// A part of a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// From when to before when. The first and the last may be shorter than the others: they end where the period does.
    pub span: Span,
    /// What was counted in it.
    pub numbers: Numbers,
}

/// Where the parts of a period begin, and where the last one ends.
///
/// # Errors
/// [`TooFine`].
pub fn edges(asked: &Asked, interval: Interval) -> Result<Vec<Timestamp>, TooFine> {
    interval.edges(asked.period.span, &asked.period.zone)
}

/// The parts of the period between [`edges`], those without clicks too.
///
/// # Errors
/// The store's trouble.
pub async fn timeseries(app: &App, asked: &Asked, edges: Vec<Timestamp>) -> Result<Vec<Point>, Error> {
    if edges.is_empty() {
        return Ok(Vec::new());
    }
    let clicks = app.store.stats().series(asked.question(), edges.clone()).await?;
    let credits = app.store.credits().series(asked.credit_question(app).await?, edges.clone()).await?;
    let spans = edges.windows(2).filter_map(|neighbours| Span::new(neighbours[0], neighbours[1]).ok());
    let counted = clicks.into_iter().zip(credits).map(|(clicks, credits)| Numbers { clicks, credits });
    Ok(spans.zip(counted).map(|(span, numbers)| Point { span, numbers }).collect())
}
