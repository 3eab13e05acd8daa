//! Deleting a link.

use crate::error::Thing;
use crate::{App, Error, audit};
use serde_json::json;
use trackway_domain::audit::{Action, Doer};
use trackway_store::changes::Change;
use trackway_store::links::{LinkKey, Within};

/// Deletes a link; the next visitor finds nothing. Its clicks stay and its code stays taken.
///
/// # Errors
/// [`Error::NotFound`], or the store's trouble.
pub async fn delete(app: &App, within: Within, doer: Doer, key: &LinkKey) -> Result<(), Error> {
    let subject = match key {
        LinkKey::Id(id) => id.to_string(),
        LinkKey::Uuid(uuid) => uuid.to_string(),
        LinkKey::Code(code) => code.clone(),
    };
    let store = audit::noting(app, within.workspace, doer, Action::LinkDeleted, &subject, json!({}));
    let deleted = store.links().delete(within, key, app.clock.now()).await?;
    let link = deleted.ok_or(Error::NotFound(Thing::Link))?;
    app.caches.forget(&Change::Path(link.code.to_string()));
    Ok(())
}
