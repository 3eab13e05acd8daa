//! Names under which links are grouped.

use crate::SqliteStore;
use crate::column::{broken, bytes, parsed, parsed_option, time, uuid};
use async_trait::async_trait;
use rusqlite::{OptionalExtension as _, Row, params};
use trackway_domain::project::{Project, ProjectId};
use trackway_domain::text::{Description, Name};
use trackway_domain::workspace::WorkspaceId;
use trackway_store::StoreError;
use trackway_store::projects::Projects;

#[async_trait]
impl Projects for SqliteStore {
    async fn create(&self, project: &Project) -> Result<(), StoreError> {
        let project = project.clone();
        self.write(move |transaction| {
            let row = params![
                bytes(&project.id.0),
                bytes(&project.workspace.0),
                project.name.as_str(),
                project.description.as_ref().map(Description::as_str),
                project.created_at.as_millisecond(),
            ];
            let insert = "INSERT INTO projects (id, workspace, name, description, created_at) VALUES (?, ?, ?, ?, ?)";
            transaction.execute(insert, row).map(|_| ()).map_err(broken)
        })
        .await
    }

    async fn find(&self, workspace: WorkspaceId, id: ProjectId) -> Result<Option<Project>, StoreError> {
        let select = "SELECT * FROM projects WHERE id = ? AND workspace = ?";
        self.read(move |connection| connection.query_row(select, (bytes(&id.0), bytes(&workspace.0)), project).optional()).await
    }

    async fn list(&self, workspace: WorkspaceId) -> Result<Vec<Project>, StoreError> {
        let select = "SELECT * FROM projects WHERE workspace = ? ORDER BY created_at DESC, id DESC";
        self.read(move |connection| connection.prepare_cached(select)?.query_map([bytes(&workspace.0)], project)?.collect()).await
    }
}

fn project(row: &Row<'_>) -> rusqlite::Result<Project> {
    Ok(Project {
        id: ProjectId(uuid(row, "id")?),
        workspace: WorkspaceId(uuid(row, "workspace")?),
        name: parsed(row, "name", |text: String| Name::parse(&text).ok())?,
        description: parsed_option(row, "description", |text: String| Description::parse(&text).ok())?,
        created_at: time(row, "created_at")?,
    })
}
