//! Giving a token back.

use crate::tokens::AccessTokens;
use crate::{App, Error};
use trackway_domain::oauth::client::OauthClient;
use trackway_domain::secret::Secret;

/// Ends a token of this client. A refresh token takes its chain and every access token of it along; an access token goes alone. What is
/// no token, or another client's, is left as it is: there is nothing more to say to whoever shows it.
///
/// # Errors
/// The store's trouble.
pub async fn revoke(app: &App, tokens: &dyn AccessTokens, client: &OauthClient, token: &str) -> Result<(), Error> {
    let now = app.clock.now();
    let consent = app.store.consents().find_by_refresh_token(&Secret::presented(token).hash()).await?;
    if let Some(consent) = consent {
        if consent.client == client.id {
            app.store.consents().end(consent.id, now).await?;
        }
        return Ok(());
    }
    let grant = tokens.verify(token, now).await?.filter(|grant| grant.client == client.id.to_string());
    if let Some(grant) = grant {
        app.store.consents().deny_token(grant.id, grant.expires_at).await?;
    }
    Ok(())
}
