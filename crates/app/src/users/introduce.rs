//! Giving address and password to the owner whom a workspace was made with.

use crate::error::Thing;
use crate::{App, Error, audit};
use serde_json::json;
use trackway_domain::audit::{Action, Doer};
use trackway_domain::text::Name;
use trackway_domain::user::{Email, Member, Password, User};
use trackway_store::users::EmailError;

/// Lets somebody who came in by a key sign in by a password from now on.
///
/// # Errors
/// [`Error::Taken`] where the address is somebody's, [`Error::NotFound`] where he has an address already, or the store's trouble.
pub async fn introduce(app: &App, member: Member, email: Email, name: Name, password: Password) -> Result<(), Error> {
    let hash = app.passwords.hash(&*app.random, password).await?;
    let Member { workspace, user, .. } = member;
    let user = User { email: Some(email.clone()), name, password: Some(hash), ..user };
    let details = json!({"email": email.as_str()});
    let store = audit::noting(app, workspace, Doer::User(user.id), Action::UserIntroduced, &user.id, details);
    match store.users().introduce(&user).await {
        Ok(true) => Ok(()),
        Ok(false) => Err(Error::NotFound(Thing::User)),
        Err(EmailError::Taken) => Err(Error::Taken(email.as_str().to_owned())),
        Err(EmailError::Store(error)) => Err(error.into()),
    }
}
