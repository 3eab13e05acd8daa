//! Telling who shows an access token.

use crate::tokens::{AccessTokens, Bearer};
use crate::{App, Error};
use trackway_store::consents::Standing;

/// Whoever shows this token; None where it is not good, or was revoked, or its account is gone.
///
/// # Errors
/// The store's trouble.
pub async fn authenticate(app: &App, tokens: &dyn AccessTokens, token: &str) -> Result<Option<Bearer>, Error> {
    let Some(grant) = tokens.verify(token, app.clock.now()).await? else { return Ok(None) };
    let consent = match app.store.consents().standing(grant.id, &grant.client, grant.consent).await? {
        Standing::Good(consent) => consent,
        Standing::Ended => return Ok(None),
    };
    let Some(account) = app.store.accounts().find_anywhere(grant.account).await? else { return Ok(None) };
    let Some(workspace) = app.store.workspaces().find(account.workspace).await? else { return Ok(None) };
    let (user, creators) = match consent {
        Some(consent) => (consent.user, Some(consent.creators)),
        None => (workspace.owner, None),
    };
    Ok(Some(Bearer { grant, account, user, creators }))
}
