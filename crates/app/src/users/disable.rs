//! Shutting a person out.

use crate::error::Thing;
use crate::{App, Error, audit};
use serde_json::json;
use trackway_domain::audit::{Action, Doer};
use trackway_domain::user::Member;

/// Ends a person's sessions and all that he has allowed, at once, and lets him sign in no more. His links and keys stay.
///
/// # Errors
/// [`Error::NotFound`] where there is no such person, or he is out already; or the store's trouble.
pub async fn disable(app: &App, doer: Doer, member: &Member) -> Result<(), Error> {
    let store = audit::noting(app, member.workspace, doer, Action::UserDisabled, &member.user.id, json!({}));
    if store.users().disable(member.user.id, app.clock.now()).await? { Ok(()) } else { Err(Error::NotFound(Thing::User)) }
}
