//! Giving a person another password.

use crate::error::Thing;
use crate::{App, Error};
use trackway_domain::user::Password;
use trackway_domain::workspace::UserId;

/// Sets a password. Whoever is signed in as that person is not any more.
///
/// # Errors
/// [`Error::NotFound`] where there is no such person, or the store's trouble.
pub async fn set_password(app: &App, id: UserId, password: Password) -> Result<(), Error> {
    let hash = app.passwords.hash(&*app.random, password).await?;
    if app.store.users().set_password(id, &hash).await? { Ok(()) } else { Err(Error::NotFound(Thing::User)) }
}
