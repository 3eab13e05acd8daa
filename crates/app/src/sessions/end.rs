//! Ending a session.

use crate::{App, Error};
use trackway_domain::secret::Secret;

/// Ends the session with this secret, if there is one.
///
/// # Errors
/// The store's trouble.
pub async fn end(app: &App, secret: &Secret) -> Result<(), Error> {
    Ok(app.store.sessions().end(&secret.hash()).await?)
}
