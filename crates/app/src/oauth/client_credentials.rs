//! A script of the workspace, which acts by its own secret.

use crate::App;
use crate::accounts::acting_for::choose;
use crate::oauth::{Allowance, Refusal};
use trackway_domain::oauth::client::OauthClient;
use trackway_domain::oauth::scope::{Scope, ScopeSet};

/// What a script may do: all that it was registered for, or less where it asks for less. It acts for the account that it names, else for
/// the workspace's only one, and reaches every creator.
///
/// # Errors
/// [`Refusal::Client`], [`Refusal::Scope`], [`Refusal::Account`], or the store's trouble.
pub async fn client_credentials(
    app: &App,
    client: &OauthClient,
    asked: Option<&ScopeSet>,
    account: Option<&str>,
) -> Result<Allowance, Refusal> {
    if !client.acts_for_workspace {
        return Err(Refusal::Client);
    }
    if asked.is_some_and(|asked| asked.as_slice().is_empty() || !client.scopes.contains_all(asked)) {
        return Err(Refusal::Scope);
    }
    // Nobody has signed in, and whoever has a secret needs no other to go on.
    let is_for_scripts = |scope| !matches!(scope, Scope::Openid | Scope::Offline | Scope::OfflineAccess);
    let scopes = asked.unwrap_or(&client.scopes).filtered(is_for_scripts);
    if scopes.as_slice().is_empty() {
        return Err(Refusal::Scope);
    }
    let account = choose(app.store.accounts().list(client.workspace).await?, account).ok_or(Refusal::Account)?;
    Ok(Allowance { account: account.id, client: client.id, scopes, consent: None, refresh_token: None, signed_in_at: None, nonce: None })
}
