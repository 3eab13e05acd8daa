//! Finding templates.

use crate::error::Thing;
use crate::{Actor, App, Error};
use trackway_domain::template::{Template, TemplateId};

/// The workspace's templates: the default first, then by name.
///
/// # Errors
/// The store's trouble.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<Template>, Error> {
    Ok(app.store.templates().list(actor.workspace).await?)
}

/// One of the workspace's templates.
///
/// # Errors
/// [`Error::NotFound`], or the store's trouble.
pub async fn find(app: &App, actor: &Actor, id: TemplateId) -> Result<Template, Error> {
    app.store.templates().find(actor.workspace, id).await?.ok_or(Error::NotFound(Thing::Template))
}
