//! Making a person who can sign in.

use crate::error::Thing;
use crate::{App, Error, audit, ids};
use serde_json::json;
use trackway_domain::audit::{Action, Doer};
use trackway_domain::text::Name;
use trackway_domain::user::{Email, Member, Password, Role, User};
use trackway_domain::workspace::{UserId, Workspace};
use trackway_store::users::EmailError;

/// What is said of a new person.
pub struct NewUser {
    /// What he signs in with.
    pub email: Email,
    /// What people call him.
    pub name: Name,
    /// What he may do.
    pub role: Role,
    /// His password.
    pub password: Password,
}

/// Makes a person who is a member of the workspace. The first owner becomes the user whom the workspace was made with, and with that the
/// owner of its keys and links.
///
/// # Errors
/// [`Error::Taken`] where the address is somebody's, or the store's trouble.
pub async fn create(app: &App, workspace: &Workspace, doer: Doer, new: NewUser) -> Result<Member, Error> {
    let NewUser { email, name, role, password } = new;
    let taken = |error| match error {
        EmailError::Taken => Error::Taken(email.as_str().to_owned()),
        EmailError::Store(error) => error.into(),
    };
    let mut user = User {
        id: workspace.owner,
        email: Some(email.clone()),
        name,
        password: Some(app.passwords.hash(&*app.random, password).await?),
        created_at: workspace.created_at,
        disabled_at: None,
    };
    let note = |id: UserId| {
        let details = json!({"email": email.as_str(), "role": role.as_str()});
        audit::noting(app, workspace.id, doer, Action::UserCreated, &id, details)
    };
    if role == Role::Owner && note(user.id).users().introduce(&user).await.map_err(&taken)? {
        return app.store.users().member(workspace.id, user.id).await?.ok_or(Error::NotFound(Thing::User));
    }
    (user.id, user.created_at) = (UserId(ids::uuid(&*app.clock, &*app.random)), app.clock.now());
    let member = Member { workspace: workspace.id, user, role };
    note(member.user.id).users().create(&member).await.map_err(taken)?;
    Ok(member)
}
