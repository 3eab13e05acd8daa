//! Turning a code into an allowance.

use crate::oauth::{Allowance, Refusal};
use crate::{App, ids};
use jiff::Timestamp;
use trackway_domain::oauth::client::OauthClient;
use trackway_domain::oauth::consent::RefreshToken;
use trackway_domain::secret::Secret;
use trackway_store::consents::CodeTaken;

/// Takes a code that was sent to `redirect_uri`. Whatever is wrong with the rest, it is gone then; shown a second time, it ends all that
/// came of the first.
///
/// # Errors
/// [`Refusal::Grant`] where code, address and verifier do not belong together, or the store's trouble.
pub async fn exchange_code(app: &App, client: &OauthClient, code: &str, redirect_uri: &str, verifier: &str) -> Result<Allowance, Refusal> {
    let now = app.clock.now();
    let taken = app.store.consents().take_code(&Secret::presented(code).hash(), client.id, now).await?;
    let (code, consent) = match taken {
        CodeTaken::Taken(both) => *both,
        CodeTaken::Replayed => {
            tracing::warn!(client = %client.id, "an authorization code was shown twice; what it had brought has ended");
            return Err(Refusal::Grant);
        }
        CodeTaken::Unknown => return Err(Refusal::Grant),
    };
    if code.redirect_uri.as_str() != redirect_uri || !code.challenge.is_met_by(verifier) {
        return Err(Refusal::Grant);
    }
    let mut refresh_token = None;
    if consent.scopes.goes_on_alone() {
        let (secret, token) = new_refresh_token(app, now);
        app.store.consents().begin_chain(consent.id, &token).await?;
        refresh_token = Some(secret);
    }
    Ok(Allowance {
        account: consent.account,
        client: client.id,
        scopes: consent.scopes,
        consent: Some(consent.id),
        refresh_token,
        signed_in_at: Some(consent.signed_in_at),
        nonce: code.nonce,
    })
}

pub(crate) fn new_refresh_token(app: &App, now: Timestamp) -> (Secret, RefreshToken) {
    let secret = Secret::new(RefreshToken::PREFIX, &ids::letters(&*app.random, Secret::LENGTH));
    let token = RefreshToken { hash: secret.hash(), expires_at: now + RefreshToken::LIFETIME };
    (secret, token)
}
