//! Changing a link.

use crate::error::Thing;
use crate::{App, Error};
use trackway_domain::link::LinkSettings;
use trackway_store::changes::Change;
use trackway_store::error::EditError;
use trackway_store::links::{LinkKey, LinkView, Within};

/// Changes a link's settings in place; the next visitor is sent the new way.
///
/// # Errors
/// [`Error::NotFound`] for the link, or for the template that it would name, or the store's trouble.
pub async fn update(
    app: &App,
    within: Within,
    key: &LinkKey,
    edit: impl FnOnce(&mut LinkSettings) + Send + 'static,
) -> Result<LinkView, Error> {
    let changed = app.store.links().update(within, key, app.clock.now(), Box::new(edit)).await.map_err(|error| match error {
        EditError::TemplateGone => Error::NotFound(Thing::Template),
        EditError::Store(error) => error.into(),
    });
    let view = changed?.ok_or(Error::NotFound(Thing::Link))?;
    app.caches.forget(&Change::Path(view.link.code.to_string()));
    Ok(view)
}
