//! The row of a project.

use crate::row::{Row, time, with_twins};
use serde::Serialize;
use trackway_domain::project::{Project, ProjectId};
use trackway_domain::text::Description;
use trackway_domain::workspace::WorkspaceId;
use utoipa::ToSchema;

/// A project as clients see it.
pub(crate) fn row(project: &Project) -> Row {
    with_twins(ProjectRow {
        id: project.id,
        organization_id: project.workspace,
        name: project.name.as_str(),
        description: project.description.as_ref().map(Description::as_str),
        created_at: time(project.created_at),
    })
}

/// The keys in their order.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProjectRow<'a> {
    #[schema(value_type = Uuid)]
    id: ProjectId,
    #[schema(value_type = Uuid)]
    organization_id: WorkspaceId,
    name: &'a str,
    description: Option<&'a str>,
    #[schema(format = DateTime)]
    created_at: String,
}
