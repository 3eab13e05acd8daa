//! Access tokens and id tokens: JWTs signed by our own keys.

use crate::SigningKey;
use crate::key_ring::{self, KeyError, KeyRing};
use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Header, Validation, decode, decode_header, encode};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, PoisonError, RwLock};
use trackway_app::Error;
use trackway_app::tokens::{AccessTokens, Grant};
use trackway_domain::account::AccountId;
use trackway_domain::oauth::consent::ConsentId;
use trackway_store::Store;
use uuid::Uuid;

/// Signs and reads the tokens of one installation.
pub struct TokenIssuer {
    store: Arc<dyn Store>,
    /// As they were when somebody last had to look.
    ring: RwLock<Arc<KeyRing>>,
    /// Who issues: the installation's public URL.
    issuer: String,
    /// Whom access tokens are for: this installation, whatever its URL is at the time.
    audience: String,
}

/// What an access token is to say.
#[derive(Clone, Debug)]
pub struct AccessClaims {
    /// The account that it acts for.
    pub account: AccountId,
    /// The client that it is issued to.
    pub client: String,
    /// The scopes, separated by spaces.
    pub scope: String,
    /// The consent that it lives on.
    pub consent: Option<ConsentId>,
}

/// What an id token is to say.
pub(crate) struct IdClaims {
    pub(crate) account: AccountId,
    pub(crate) client: String,
    pub(crate) signed_in_at: Timestamp,
    pub(crate) nonce: Option<String>,
}

/// Why a token was not issued.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// There is no key for it.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The key does not sign.
    #[error("the token was not signed: {0}")]
    Signing(#[from] jsonwebtoken::errors::Error),
}

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    client_id: String,
    scope: String,
    iat: i64,
    exp: i64,
    jti: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    consent: Option<ConsentId>,
}

#[derive(Debug, Serialize)]
struct IdTokenClaims<'a> {
    iss: &'a str,
    aud: String,
    sub: String,
    iat: i64,
    exp: i64,
    auth_time: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    nonce: Option<String>,
}

impl TokenIssuer {
    /// How long a token is good.
    pub const LIFETIME: SignedDuration = SignedDuration::from_hours(1);

    /// An issuer with the store's keys; the first one is made where there is none, from `kept_in_file` where an installation kept it so.
    ///
    /// # Errors
    /// The store's trouble, or something in it or in the file that is no key.
    pub async fn open(
        store: Arc<dyn Store>,
        issuer: String,
        audience: String,
        kept_in_file: Option<String>,
        now: Timestamp,
    ) -> Result<Self, KeyError> {
        key_ring::create_first(&*store, kept_in_file, now).await?;
        let ring = RwLock::new(Arc::new(KeyRing::load(&*store).await?));
        Ok(Self { store, ring, issuer, audience })
    }

    /// Signs a token. `id` must be new: a token is revoked by it.
    ///
    /// # Errors
    /// The store's trouble; keys that were loaded always sign.
    pub async fn issue(&self, what: AccessClaims, now: Timestamp, id: Uuid) -> Result<String, IssueError> {
        let claims = Claims {
            iss: self.issuer.clone(),
            aud: self.audience.clone(),
            sub: what.account.to_string(),
            client_id: what.client,
            scope: what.scope,
            iat: now.as_second(),
            exp: (now + Self::LIFETIME).as_second(),
            jti: id.to_string(),
            consent: what.consent,
        };
        self.sign(&claims).await
    }

    pub(crate) async fn issue_id_token(&self, what: IdClaims, now: Timestamp) -> Result<String, IssueError> {
        let claims = IdTokenClaims {
            iss: &self.issuer,
            aud: what.client,
            sub: what.account.to_string(),
            iat: now.as_second(),
            exp: (now + Self::LIFETIME).as_second(),
            auth_time: what.signed_in_at.as_second(),
            nonce: what.nonce,
        };
        self.sign(&claims).await
    }

    /// The public keys, as others are given them.
    pub(crate) async fn public_keys(&self, now: Timestamp) -> Result<JwkSet, KeyError> {
        Ok(self.reload().await?.public(now))
    }

    /// Issuing is rare, and the key may have been changed from the command line a moment ago: so the store is asked.
    async fn sign(&self, claims: &impl Serialize) -> Result<String, IssueError> {
        let ring = self.reload().await?;
        let mut header = Header::new(SigningKey::ALGORITHM);
        header.kid = Some(ring.signing().id.clone());
        Ok(encode(&header, claims, &ring.signing().private)?)
    }

    async fn reload(&self) -> Result<Arc<KeyRing>, KeyError> {
        let ring = Arc::new(KeyRing::load(&*self.store).await?);
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&ring);
        Ok(ring)
    }

    /// What is at hand; a key that it lacks may have been made since.
    async fn ring_with(&self, key: &str, now: Timestamp) -> Result<Arc<KeyRing>, KeyError> {
        let ring = Arc::clone(&self.ring.read().unwrap_or_else(PoisonError::into_inner));
        if ring.find(key, now).is_some() { Ok(ring) } else { self.reload().await }
    }

    fn read(&self, ring: &KeyRing, key: &str, token: &str, now: Timestamp) -> Option<Grant> {
        let mut validation = Validation::new(SigningKey::ALGORITHM);
        validation.set_audience(&[&self.audience]);
        validation.set_required_spec_claims(&["exp", "aud", "sub"]);
        // The library asks the system for the time; the house has a clock of its own.
        validation.validate_exp = false;
        let claims = decode::<Claims>(token, &ring.find(key, now)?.public, &validation).ok()?.claims;
        let expires_at = Timestamp::from_second(claims.exp).ok().filter(|end| now < *end)?;
        Some(Grant {
            id: Uuid::try_parse(&claims.jti).ok()?,
            account: AccountId(Uuid::try_parse(&claims.sub).ok()?),
            client: claims.client_id,
            scopes: claims.scope.split(' ').filter(|scope| !scope.is_empty()).map(str::to_owned).collect(),
            consent: claims.consent,
            expires_at,
        })
    }
}

#[async_trait]
impl AccessTokens for TokenIssuer {
    async fn verify(&self, token: &str, now: Timestamp) -> Result<Option<Grant>, Error> {
        let Some(key) = decode_header(token).ok().and_then(|header| header.kid) else { return Ok(None) };
        Ok(self.read(&*self.ring_with(&key, now).await?, &key, token, now))
    }
}

impl From<KeyError> for Error {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Store(error) => error.into(),
            KeyError::NotAKey(_) | KeyError::None => {
                tracing::error!(%error, "tokens can be neither signed nor read");
                Self::Broken
            }
        }
    }
}

impl From<IssueError> for Error {
    fn from(error: IssueError) -> Self {
        match error {
            IssueError::Key(error) => error.into(),
            IssueError::Signing(error) => {
                tracing::error!(%error, "a token was not signed");
                Self::Broken
            }
        }
    }
}
