//! Finding projects.

use crate::error::Thing;
use crate::{Actor, App, Error};
use trackway_domain::project::{Project, ProjectId};

/// The workspace's projects, newest first.
///
/// # Errors
/// The store's trouble.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<Project>, Error> {
    Ok(app.store.projects().list(actor.workspace).await?)
}

/// One of the workspace's projects.
///
/// # Errors
/// [`Error::NotFound`], or the store's trouble.
pub async fn find(app: &App, actor: &Actor, id: ProjectId) -> Result<Project, Error> {
    app.store.projects().find(actor.workspace, id).await?.ok_or(Error::NotFound(Thing::Project))
}
