//! When it all began.

use crate::{App, Error};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use trackway_domain::stats::{Interval, Question, Span};
use trackway_domain::workspace::WorkspaceId;

/// The start of the month in which the first click of a workspace was made; now, where there is none.
///
/// # Errors
/// The store's trouble.
pub async fn earliest(app: &App, workspace: WorkspaceId, zone: &TimeZone) -> Result<Timestamp, Error> {
    let now = app.clock.now();
    // Months since 1970 are few enough to be counted all at once.
    let months = Span::new(Timestamp::UNIX_EPOCH, now).ok().and_then(|span| Some((span, Interval::Month.edges(span, zone).ok()?)));
    let Some((span, edges)) = months else { return Ok(now) };
    let counted = app.store.stats().series(Question { workspace, span, filters: Vec::new() }, edges.clone()).await?;
    let first = counted.iter().position(|numbers| numbers.clicks > 0);
    Ok(first.and_then(|index| edges.get(index).copied()).unwrap_or(now))
}
