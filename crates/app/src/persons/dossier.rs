//! All that is kept about one person.

use crate::error::Thing;
use crate::{App, Error};
use trackway_domain::account::AccountId;
use trackway_domain::person::{ExternalId, Person, PersonId};
use trackway_domain::workspace::WorkspaceId;
use trackway_store::dossiers::Dossier;

/// Those whom accounts know under this id: one for each account that does.
///
/// # Errors
/// The store's trouble.
pub async fn named(app: &App, workspace: WorkspaceId, account: Option<AccountId>, id: &ExternalId) -> Result<Vec<Person>, Error> {
    Ok(app.store.dossiers().named(workspace, account, id).await?)
}

/// All that is kept about a person.
///
/// # Errors
/// [`Error::NotFound`], or the store's trouble.
pub async fn dossier(app: &App, workspace: WorkspaceId, person: PersonId) -> Result<Dossier, Error> {
    app.store.dossiers().open(workspace, person).await?.ok_or(Error::NotFound(Thing::Person))
}
