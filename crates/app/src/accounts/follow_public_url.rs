//! The default account's page: this installation's own address, until somebody gives it another.

use crate::{App, Error};
use trackway_domain::destination::{Destination, DestinationError};
use trackway_domain::workspace::Workspace;
use trackway_store::changes::Change;

/// Moves the default account's page from the address that the installation had `before` to the one it has now.
///
/// # Errors
/// The store's trouble.
pub async fn follow(app: &App, workspace: &Workspace, before: &str) -> Result<(), Error> {
    let accounts = app.store.accounts().list(workspace.id).await?;
    let stale = |page: &Destination| page.as_str() == before && page.as_str() != app.public_url.as_str();
    let Some(account) = accounts.into_iter().find(|account| account.is_default && stale(&account.profile)) else { return Ok(()) };
    let page: Result<Destination, DestinationError> = Destination::parse(app.public_url.as_str());
    // A public URL is an address by its own rules; one that is too long for a destination leaves the page as it was.
    let Ok(page) = page else { return Ok(()) };
    app.store.accounts().set_profile(workspace.id, account.id, &page).await?;
    app.caches.forget(&Change::Account(account.id));
    Ok(())
}
