//! Changing a template.

use crate::error::Thing;
use crate::{Actor, App, Error, audit, templates};
use serde_json::json;
use trackway_domain::audit::Action;
use trackway_domain::template::{Template, TemplateId};
use trackway_store::changes::Change;

/// Changes a template's name, description and settings, or makes it the default. Links that were made keep what they took from it, but
/// for the three addresses that serve at redirect time: the next visitor is sent to the new ones.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Blocked`] for an address that links would get, or the store's trouble.
pub async fn update(app: &App, actor: &Actor, id: TemplateId, edit: impl Fn(&mut Template) + Send + 'static) -> Result<Template, Error> {
    let before = templates::find::find(app, actor, id).await?;
    let mut after = before.clone();
    edit(&mut after);
    let known = |address| before.settings.destinations.all().any(|before| before == address);
    app.blocklist.check(after.settings.destinations.all().filter(|address| !known(*address)))?;
    let details = json!({"name": after.name.as_str()});
    let store = audit::noting(app, actor.workspace, actor.doer(), Action::TemplateChanged, &id, details);
    let changed = store.templates().update(actor.workspace, id, app.clock.now(), Box::new(edit)).await?;
    let template = changed.ok_or(Error::NotFound(Thing::Template))?;
    app.caches.forget(&Change::Template(id));
    Ok(template)
}
