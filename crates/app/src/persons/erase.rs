//! Erasing whatever tells who a person is.

use crate::error::Thing;
use crate::{App, Error, audit, ids};
use serde_json::json;
use trackway_domain::audit::{Action, Doer};
use trackway_domain::person::PersonId;
use trackway_domain::workspace::WorkspaceId;
use trackway_store::dossiers::Erased;

/// Erases a person. What he did counts on, as what nobody did: no number changes.
///
/// # Errors
/// [`Error::NotFound`], or the store's trouble.
pub async fn erase(app: &App, workspace: WorkspaceId, doer: Doer, person: PersonId) -> Result<Erased, Error> {
    let nobody = PersonId(ids::uuid(&*app.clock, &*app.random));
    // His number is nobody's from now on, and all that is left of him.
    let store = audit::noting(app, workspace, doer, Action::PersonErased, &person, json!({}));
    store.dossiers().erase(workspace, person, nobody).await?.ok_or(Error::NotFound(Thing::Person))
}
