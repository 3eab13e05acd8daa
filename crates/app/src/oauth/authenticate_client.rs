//! Telling which client asks.

use crate::{App, Error};
use trackway_domain::oauth::client::{ClientId, OauthClient};
use trackway_domain::secret::Secret;

/// The live client of this name.
///
/// # Errors
/// The store's trouble.
pub async fn find_client(app: &App, id: &str) -> Result<Option<OauthClient>, Error> {
    let Some(id) = ClientId::parse(id) else { return Ok(None) };
    Ok(app.store.oauth_clients().find(id).await?.filter(|client| client.revoked_at.is_none()))
}

/// The live client of this name, where it has shown its secret, or has none and shows none.
///
/// # Errors
/// The store's trouble.
pub async fn authenticate_client(app: &App, id: &str, secret: Option<&str>) -> Result<Option<OauthClient>, Error> {
    // Hashes are compared: how long that takes tells nothing about the secret.
    let shown = secret.map(|secret| Secret::presented(secret).hash());
    Ok(find_client(app, id).await?.filter(|client| client.secret == shown))
}
