//! Telling who shows an access token.

use crate::tokens::{AccessTokens, Bearer};
use crate::{App, Error};

/// Whoever shows this token; None where it is not good, or its account is gone.
///
/// # Errors
/// The store's trouble.
pub async fn authenticate(app: &App, tokens: &dyn AccessTokens, token: &str) -> Result<Option<Bearer>, Error> {
    let Some(grant) = tokens.verify(token, app.clock.now()) else { return Ok(None) };
    let Some(account) = app.store.accounts().find_anywhere(grant.account).await? else { return Ok(None) };
    let workspace = app.store.workspaces().find(account.workspace).await?;
    Ok(workspace.map(|workspace| Bearer { grant, account, user: workspace.owner }))
}
