//! What a person could allow a client.

use crate::{App, Error};
use trackway_domain::account::Account;
use trackway_domain::oauth::client::OauthClient;
use trackway_domain::oauth::scope::ScopeSet;
use trackway_domain::user::Role;
use trackway_domain::workspace::UserId;

/// What a person could allow a client.
pub struct Offer {
    /// The accounts among which he can choose.
    pub accounts: Vec<Account>,
    /// What the client asked for and he may allow.
    pub scopes: ScopeSet,
    /// What it asked for and his role keeps him from allowing.
    pub withheld: ScopeSet,
}

/// What this person could allow; None where he is no member of the client's workspace.
///
/// # Errors
/// The store's trouble.
pub async fn offer(app: &App, client: &OauthClient, user: UserId, asked: &ScopeSet) -> Result<Option<Offer>, Error> {
    let Some(member) = app.store.users().member(client.workspace, user).await? else { return Ok(None) };
    let scopes = allowed(asked, member.role);
    let withheld = asked.filtered(|scope| !scopes.contains(scope));
    Ok(Some(Offer { accounts: app.store.accounts().list(client.workspace).await?, scopes, withheld }))
}

/// Those scopes that somebody in this role may allow.
pub(crate) fn allowed(scopes: &ScopeSet, role: Role) -> ScopeSet {
    let own = role.scopes();
    scopes.filtered(|scope| scope.takes().is_none_or(|takes| own.allow(takes)))
}
