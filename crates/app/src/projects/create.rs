//! Making a project.

use crate::{Actor, App, Error, ids};
use trackway_domain::project::{Project, ProjectId};
use trackway_domain::text::{Description, Name};

/// Makes a project. Two may have one name.
///
/// # Errors
/// The store's trouble.
pub async fn create(app: &App, actor: &Actor, name: Name, description: Option<Description>) -> Result<Project, Error> {
    let id = ProjectId(ids::uuid(&*app.clock, &*app.random));
    let project = Project { id, workspace: actor.workspace, name, description, created_at: app.clock.now() };
    app.store.projects().create(&project).await?;
    Ok(project)
}
