//! Deleting a template.

use crate::error::{Need, Thing};
use crate::{Actor, App, Error, audit};
use serde_json::json;
use trackway_domain::audit::Action;
use trackway_domain::template::TemplateId;
use trackway_store::changes::Change;
use trackway_store::templates::Deletion;

/// Deletes a template that no link names and that is not the default. Its slug stays taken.
///
/// # Errors
/// [`Error::NotFound`], [`Error::InUse`], or the store's trouble.
pub async fn delete(app: &App, actor: &Actor, id: TemplateId) -> Result<(), Error> {
    let store = audit::noting(app, actor.workspace, actor.doer(), Action::TemplateDeleted, &id, json!({}));
    match store.templates().delete(actor.workspace, id).await? {
        Deletion::Done => {
            app.caches.forget(&Change::Template(id));
            Ok(())
        }
        Deletion::NotFound => Err(Error::NotFound(Thing::Template)),
        Deletion::IsDefault => Err(Error::InUse(Need::Default)),
        Deletion::InUse(links) => Err(Error::InUse(Need::Links(links))),
    }
}
