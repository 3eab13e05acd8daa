//! Allowing a client something.

use crate::oauth::offer::Offer;
use crate::{App, Error, ids};
use trackway_domain::account::AccountId;
use trackway_domain::oauth::client::OauthClient;
use trackway_domain::oauth::consent::{AuthorizationCode, Consent, ConsentId};
use trackway_domain::oauth::pkce::PkceChallenge;
use trackway_domain::oauth::redirect_uri::RedirectUri;
use trackway_domain::secret::Secret;
use trackway_domain::session::Session;

/// What a person has chosen of an [`Offer`].
#[derive(Clone, Debug)]
pub struct Choice {
    /// The account that the client is to act for.
    pub account: AccountId,
    /// The creators that it is to reach.
    pub creators: Vec<AccountId>,
}

/// Where the code goes, and what its bearer must be able to show.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// One of the client's addresses.
    pub redirect_uri: RedirectUri,
    /// See [`PkceChallenge`].
    pub challenge: PkceChallenge,
    /// What the client wants to find in the id token.
    pub nonce: Option<String>,
}

/// Keeps the consent of whoever has this session, and gives the code for it. None where he chose what was not offered.
///
/// # Errors
/// The store's trouble.
pub async fn allow(
    app: &App,
    client: &OauthClient,
    session: &Session,
    offer: &Offer,
    choice: Choice,
    delivery: Delivery,
) -> Result<Option<Secret>, Error> {
    let is_offered = |id: &AccountId| offer.accounts.iter().any(|account| account.id == *id);
    if !is_offered(&choice.account) || !choice.creators.iter().all(is_offered) {
        return Ok(None);
    }
    let now = app.clock.now();
    let consent = Consent {
        id: ConsentId(ids::uuid(&*app.clock, &*app.random)),
        workspace: client.workspace,
        user: session.user,
        client: client.id,
        account: choice.account,
        creators: if offer.scopes.reaches_creators() { choice.creators } else { Vec::new() },
        scopes: offer.scopes.clone(),
        signed_in_at: session.created_at,
        created_at: now,
        ended_at: None,
    };
    let secret = Secret::new(AuthorizationCode::PREFIX, &ids::letters(&*app.random, Secret::LENGTH));
    let Delivery { redirect_uri, challenge, nonce } = delivery;
    let code = AuthorizationCode { hash: secret.hash(), redirect_uri, challenge, nonce, expires_at: now + AuthorizationCode::LIFETIME };
    app.store.consents().create(&consent, &code).await?;
    Ok(Some(secret))
}
