//! Changing a template.

use crate::error::Thing;
use crate::{Actor, App, Error};
use trackway_domain::template::{Template, TemplateId};
use trackway_store::changes::Change;

/// Changes a template's name, description and settings, or makes it the default. Links that were made keep what they took from it, but
/// for the three addresses that serve at redirect time: the next visitor is sent to the new ones.
///
/// # Errors
/// [`Error::NotFound`], or the store's trouble.
pub async fn update(
    app: &App,
    actor: &Actor,
    id: TemplateId,
    edit: impl FnOnce(&mut Template) + Send + 'static,
) -> Result<Template, Error> {
    let changed = app.store.templates().update(actor.workspace, id, app.clock.now(), Box::new(edit)).await?;
    let template = changed.ok_or(Error::NotFound(Thing::Template))?;
    app.caches.forget(&Change::Template(id));
    Ok(template)
}
