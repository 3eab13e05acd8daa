//! `GET /api/analytics/projects/{id}`: what was clicked of a project's links.

use super::{overview, query};
use crate::LinkForty;
use crate::failure::Failure;
use crate::request::{Parameters, Segment, StatsReader};
use crate::row::Row;
use axum::Json;
use axum::extract::State;
use trackway_app::error::Thing;
use trackway_app::projects;
use trackway_domain::project::ProjectId;
use trackway_domain::stats::{Dimension, Filter};

/// Everything, with the links that count most.
pub(crate) async fn project(
    State(state): State<LinkForty>,
    StatsReader(actor): StatsReader,
    id: Segment,
    Parameters(parameters): Parameters,
) -> Result<Json<Row>, Failure> {
    let mut wanted = query::read(&state, &actor, &parameters)?;
    let project = projects::find::find(&state.app, &actor, id.id(Thing::Project, ProjectId)?).await?;
    wanted.asked.filters.push(Filter::only(Dimension::Project, [Some(project.id.to_string())]));
    overview::with_links(&state, wanted).await
}
