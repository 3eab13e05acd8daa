//! Giving a member another role.

use crate::error::Thing;
use crate::{App, Error, audit};
use serde_json::json;
use trackway_domain::audit::{Action, Doer};
use trackway_domain::user::{Member, Role};

/// Sets a role. Access tokens that the person has allowed keep what they say until they end; the next ones say less.
///
/// # Errors
/// [`Error::NotFound`] where the workspace has no such member, or the store's trouble.
pub async fn set_role(app: &App, doer: Doer, member: &Member, role: Role) -> Result<(), Error> {
    let details = json!({"role": role.as_str(), "before": member.role.as_str()});
    let store = audit::noting(app, member.workspace, doer, Action::RoleSet, &member.user.id, details);
    let is_set = store.users().set_role(member.workspace, member.user.id, role).await?;
    if is_set { Ok(()) } else { Err(Error::NotFound(Thing::User)) }
}
