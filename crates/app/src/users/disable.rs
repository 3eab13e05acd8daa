//! Shutting a person out.

use crate::error::Thing;
use crate::{App, Error};
use trackway_domain::workspace::UserId;

/// Ends a person's sessions and all that he has allowed, at once, and lets him sign in no more. His links and keys stay.
///
/// # Errors
/// [`Error::NotFound`] where there is no such person, or he is out already; or the store's trouble.
pub async fn disable(app: &App, id: UserId) -> Result<(), Error> {
    if app.store.users().disable(id, app.clock.now()).await? { Ok(()) } else { Err(Error::NotFound(Thing::User)) }
}
