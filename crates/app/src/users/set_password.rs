//! Giving a person another password.

use crate::error::Thing;
use crate::{App, Error, audit};
use serde_json::json;
use trackway_domain::audit::{Action, Doer};
use trackway_domain::user::{Member, Password};

/// Sets a password. Whoever is signed in as that person is not any more.
///
/// # Errors
/// [`Error::NotFound`] where there is no such person, or the store's trouble.
pub async fn set_password(app: &App, doer: Doer, member: &Member, password: Password) -> Result<(), Error> {
    let hash = app.passwords.hash(&*app.random, password).await?;
    let store = audit::noting(app, member.workspace, doer, Action::PasswordSet, &member.user.id, json!({}));
    if store.users().set_password(member.user.id, &hash).await? { Ok(()) } else { Err(Error::NotFound(Thing::User)) }
}
