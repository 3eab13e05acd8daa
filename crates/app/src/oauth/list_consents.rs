//! Listing what people have allowed clients, by names that people know.

use crate::{App, Error};
use trackway_domain::account::Account;
use trackway_domain::oauth::client::OauthClient;
use trackway_domain::oauth::consent::Consent;
use trackway_domain::user::{Member, User};
use trackway_domain::workspace::WorkspaceId;

/// A consent and whom it is about.
pub struct Allowed {
    /// What was allowed.
    pub consent: Consent,
    /// Who allowed it; None where he is no member any more.
    pub user: Option<User>,
    /// Whom.
    pub client: Option<OauthClient>,
    /// The account that the client acts for.
    pub account: Option<Account>,
}

/// What people of a workspace allow at present, newest first.
///
/// # Errors
/// The store's trouble.
pub async fn list_consents(app: &App, workspace: WorkspaceId) -> Result<Vec<Allowed>, Error> {
    let consents = app.store.consents().list(workspace).await?;
    let members = app.store.users().members(workspace).await?;
    let clients = app.store.oauth_clients().list(workspace).await?;
    let accounts = app.store.accounts().list(workspace).await?;
    let of = |consent: Consent| Allowed {
        user: members.iter().find(|Member { user, .. }| user.id == consent.user).map(|member| member.user.clone()),
        client: clients.iter().find(|client| client.id == consent.client).cloned(),
        account: accounts.iter().find(|account| account.id == consent.account).cloned(),
        consent,
    };
    Ok(consents.into_iter().map(of).collect())
}
