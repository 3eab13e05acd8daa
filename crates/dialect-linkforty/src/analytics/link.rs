//! `GET /api/analytics/links/{id}`: what was clicked of one link.

use super::{query, row};
use crate::LinkForty;
use crate::failure::Failure;
use crate::request::{Parameters, Segment, StatsReader};
use crate::row::Row;
use axum::Json;
use axum::extract::State;
use trackway_app::links;
use trackway_app::stats::summary;
use trackway_domain::stats::{Dimension, Filter};

/// Everything of the link.
pub(crate) async fn link(
    State(state): State<LinkForty>,
    StatsReader(actor): StatsReader,
    id: Segment,
    Parameters(parameters): Parameters,
) -> Result<Json<Row>, Failure> {
    let mut wanted = query::read(&state, &actor, &parameters)?;
    let view = links::find::find(&state.app, actor.within(), &id.link()?).await?;
    wanted.asked.filters.push(Filter::only(Dimension::Link, [Some(view.link.uuid.to_string())]));
    let found = summary::summary(&state.app, &wanted.asked, wanted.edges).await?;
    Ok(Json(row::row(&found, wanted.interval, &wanted.asked.period.zone)))
}
