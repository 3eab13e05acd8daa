//! Deleting a link.

use crate::error::Thing;
use crate::{App, Error};
use trackway_store::changes::Change;
use trackway_store::links::{LinkKey, Within};

/// Deletes a link; the next visitor finds nothing. Its clicks stay and its code stays taken.
///
/// # Errors
/// [`Error::NotFound`], or the store's trouble.
pub async fn delete(app: &App, within: Within, key: &LinkKey) -> Result<(), Error> {
    let deleted = app.store.links().delete(within, key, app.clock.now()).await?;
    let link = deleted.ok_or(Error::NotFound(Thing::Link))?;
    app.caches.forget(&Change::Path(link.code.to_string()));
    Ok(())
}
