//! A project: a name under which a workspace groups links, and nothing more.

use crate::text::{Description, Name};
use crate::workspace::{WorkspaceId, uuid_ids};
use jiff::Timestamp;

uuid_ids! {
    /// Names a project.
    ProjectId,
}

/// A project as the store keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// Its id.
    pub id: ProjectId,
    /// The tenant.
    pub workspace: WorkspaceId,
    /// What people call it.
    pub name: Name,
    /// What it is for.
    pub description: Option<Description>,
    /// When it was made.
    pub created_at: Timestamp,
}
