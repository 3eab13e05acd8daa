//! Erasing whatever tells who a person is.

use crate::error::Thing;
use crate::{App, Error, ids};
use trackway_domain::person::PersonId;
use trackway_domain::workspace::WorkspaceId;
use trackway_store::dossiers::Erased;

/// Erases a person. What he did counts on, as what nobody did: no number changes.
///
/// # Errors
/// [`Error::NotFound`], or the store's trouble.
pub async fn erase(app: &App, workspace: WorkspaceId, person: PersonId) -> Result<Erased, Error> {
    let nobody = PersonId(ids::uuid(&*app.clock, &*app.random));
    app.store.dossiers().erase(workspace, person, nobody).await?.ok_or(Error::NotFound(Thing::Person))
}
