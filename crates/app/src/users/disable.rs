//! Shutting a person out.

use crate::error::Thing;
use crate::{App, Error, audit};
use serde_json::json;
use trackway_domain::audit::{Action, Doer};
use trackway_domain::user::Member;

/// Ends a person's sessions and all that he has allowed, at once, and lets him sign in no more. His links and keys stay. Whoever is a member
/// of other workspaces too loses this one alone: what he is elsewhere is not this workspace's business.
///
/// # Errors
/// [`Error::NotFound`] where there is no such person, or he is out already; or the store's trouble.
pub async fn disable(app: &App, doer: Doer, member: &Member) -> Result<(), Error> {
    let (workspace, id, now) = (member.workspace, member.user.id, app.clock.now());
    let noting = |action| audit::noting(app, workspace, doer, action, &id, json!({}));
    let is_done = if app.store.users().memberships(id).await?.len() > 1 {
        noting(Action::UserLeft).users().leave(workspace, id, now).await?
    } else {
        noting(Action::UserDisabled).users().disable(id, now).await?
    };
    if is_done { Ok(()) } else { Err(Error::NotFound(Thing::User)) }
}
