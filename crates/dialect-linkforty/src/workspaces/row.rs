//! The row of a workspace.

use crate::row::{Row, time, with_twins};
use serde::Serialize;
use trackway_domain::workspace::{UserId, Workspace, WorkspaceId};
use utoipa::ToSchema;

/// A workspace as clients see it.
pub(crate) fn row(workspace: &Workspace) -> Row {
    with_twins(WorkspaceRow {
        id: workspace.id,
        name: workspace.name.as_str(),
        owner_id: workspace.owner,
        created_at: time(workspace.created_at),
    })
}

/// The keys in their order.
#[derive(Serialize, ToSchema)]
pub(crate) struct WorkspaceRow<'a> {
    #[schema(value_type = Uuid)]
    id: WorkspaceId,
    name: &'a str,
    #[schema(value_type = Uuid)]
    owner_id: UserId,
    #[schema(format = DateTime)]
    created_at: String,
}
