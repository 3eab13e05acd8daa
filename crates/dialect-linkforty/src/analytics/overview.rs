//! `GET /api/analytics/overview`: what was clicked in the whole workspace.

use super::query::{self, Wanted};
use super::row;
use crate::LinkForty;
use crate::failure::Failure;
use crate::request::{Parameters, StatsReader};
use crate::row::Row;
use axum::Json;
use axum::extract::State;
use trackway_app::stats::summary;

/// Everything, with the links that count most.
pub(crate) async fn overview(
    State(state): State<LinkForty>,
    StatsReader(actor): StatsReader,
    Parameters(parameters): Parameters,
) -> Result<Json<Row>, Failure> {
    let wanted = query::read(&state, &actor, &parameters)?;
    with_links(&state, wanted).await
}

/// The same of whatever is wanted.
pub(super) async fn with_links(state: &LinkForty, wanted: Wanted) -> Result<Json<Row>, Failure> {
    let (found, links) =
        tokio::try_join!(summary::summary(&state.app, &wanted.asked, wanted.edges), summary::links(&state.app, &wanted.asked))?;
    let mut row = row::row(&found, wanted.interval, &wanted.asked.period.zone);
    row.insert("topLinks".to_owned(), row::links(&links));
    Ok(Json(row))
}
