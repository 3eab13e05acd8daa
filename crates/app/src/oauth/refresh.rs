//! Going on without the person.

use crate::App;
use crate::oauth::exchange_code::new_refresh_token;
use crate::oauth::offer::allowed;
use crate::oauth::{Allowance, Refusal};
use trackway_domain::oauth::client::OauthClient;
use trackway_domain::oauth::consent::RefreshToken;
use trackway_domain::oauth::scope::ScopeSet;
use trackway_domain::secret::Secret;
use trackway_store::consents::Rotation;

/// Uses a refresh token. The new access token may say less than was allowed, where the client wants it so, and says no more than whoever
/// allowed it may do today; the new refresh token is good for as much as the old one.
///
/// # Errors
/// [`Refusal::Grant`] where the token is not good; used again after its grace, it takes its whole chain along. [`Refusal::Scope`] where
/// more is asked than was allowed: then the token stays good. Or the store's trouble.
pub async fn refresh(app: &App, client: &OauthClient, token: &str, asked: Option<&ScopeSet>) -> Result<Allowance, Refusal> {
    let (now, hash) = (app.clock.now(), Secret::presented(token).hash());
    let consent = app.store.consents().find_by_refresh_token(&hash).await?;
    let consent = consent.filter(|consent| consent.client == client.id).ok_or(Refusal::Grant)?;
    if asked.is_some_and(|asked| asked.as_slice().is_empty() || !consent.scopes.contains_all(asked)) {
        return Err(Refusal::Scope);
    }
    let member = app.store.users().member(consent.workspace, consent.user).await?.ok_or(Refusal::Grant)?;
    let (secret, next) = new_refresh_token(app, now);
    match app.store.consents().rotate(&hash, &next, now, RefreshToken::GRACE).await? {
        Rotation::Rotated | Rotation::WithinGrace => {}
        Rotation::Reused => {
            tracing::warn!(client = %client.id, consent = %consent.id, "a refresh token was used twice; its chain has ended");
            return Err(Refusal::Grant);
        }
        Rotation::Expired | Rotation::Unknown => return Err(Refusal::Grant),
    }
    Ok(Allowance {
        account: consent.account,
        client: client.id,
        scopes: allowed(asked.unwrap_or(&consent.scopes), member.role),
        consent: Some(consent.id),
        refresh_token: Some(secret),
        signed_in_at: Some(consent.signed_in_at),
        nonce: None,
    })
}
