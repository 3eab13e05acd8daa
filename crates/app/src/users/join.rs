//! Letting somebody who signs in already act in another workspace too.

use crate::error::Thing;
use crate::{App, Error, audit};
use serde_json::json;
use trackway_domain::audit::{Action, Doer};
use trackway_domain::user::{Email, Member, Role};
use trackway_domain::workspace::WorkspaceId;

/// Makes the person with this address a member of the workspace. Only whoever runs the installation may do this: an admin of one workspace
/// has no business with the people of another.
///
/// # Errors
/// [`Error::NotFound`] where nobody has the address, [`Error::Taken`] where he is a member already, or the store's trouble.
pub async fn join(app: &App, workspace: WorkspaceId, doer: Doer, email: &Email, role: Role) -> Result<Member, Error> {
    let user = app.store.users().find_by_email(email).await?.ok_or(Error::NotFound(Thing::User))?;
    let details = json!({"email": email.as_str(), "role": role.as_str()});
    let store = audit::noting(app, workspace, doer, Action::UserJoined, &user.id, details);
    if store.users().join(workspace, user.id, role).await? {
        Ok(Member { workspace, user, role })
    } else {
        Err(Error::Taken(email.as_str().to_owned()))
    }
}
