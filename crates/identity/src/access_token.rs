//! Access tokens: JWTs signed by our own key, for an account, a client and a list of scopes.

use crate::SigningKey;
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use trackway_app::tokens::{AccessTokens, Grant};
use trackway_domain::account::AccountId;
use uuid::Uuid;

/// Signs and reads the tokens of one installation.
pub struct TokenIssuer {
    key: SigningKey,
    /// Who issues: the installation's public URL.
    issuer: String,
    /// Whom tokens are for: this installation, whatever its URL is at the time.
    audience: String,
}

/// A token that was just issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedToken {
    /// The token.
    pub access_token: String,
    /// How long it is good, in seconds.
    pub expires_in: i64,
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
}

impl TokenIssuer {
    /// How long a token is good.
    pub const LIFETIME: SignedDuration = SignedDuration::from_hours(1);

    /// An issuer of an installation.
    #[must_use]
    pub fn new(key: SigningKey, issuer: String, audience: String) -> Self {
        Self { key, issuer, audience }
    }

    /// Signs a token. `id` must be new: a token is revoked by it.
    ///
    /// # Errors
    /// Where the key does not sign, which a key that was loaded always does.
    pub fn issue(
        &self,
        account: AccountId,
        client: &str,
        scopes: &[String],
        now: Timestamp,
        id: Uuid,
    ) -> Result<IssuedToken, jsonwebtoken::errors::Error> {
        let expires_in = Self::LIFETIME.as_secs();
        let claims = Claims {
            iss: self.issuer.clone(),
            aud: self.audience.clone(),
            sub: account.to_string(),
            client_id: client.to_owned(),
            scope: scopes.join(" "),
            iat: now.as_second(),
            exp: now.as_second() + expires_in,
            jti: id.to_string(),
        };
        let mut header = Header::new(SigningKey::ALGORITHM);
        header.kid = Some(self.key.id.clone());
        encode(&header, &claims, &self.key.private).map(|access_token| IssuedToken { access_token, expires_in })
    }
}

impl AccessTokens for TokenIssuer {
    fn verify(&self, token: &str, now: Timestamp) -> Option<Grant> {
        let mut validation = Validation::new(SigningKey::ALGORITHM);
        validation.set_audience(&[&self.audience]);
        validation.set_required_spec_claims(&["exp", "aud", "sub"]);
        // The library asks the system for the time; the house has a clock of its own.
        validation.validate_exp = false;
        let claims = decode::<Claims>(token, &self.key.public, &validation).ok()?.claims;
        let expires_at = Timestamp::from_second(claims.exp).ok().filter(|end| now < *end)?;
        let scopes = claims.scope.split(' ').filter(|scope| !scope.is_empty()).map(str::to_owned).collect();
        Some(Grant { account: AccountId(Uuid::try_parse(&claims.sub).ok()?), client: claims.client_id, scopes, expires_at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_good_here_and_for_an_hour() {
        let [a, b] = [(); 2].map(|()| SigningKey::generate().expect("a key"));
        let key = |pem: &str| SigningKey::from_pem(pem).expect("a key");
        let issuer = |pem: &str, audience: &str| TokenIssuer::new(key(pem), "https://go.example.com".to_owned(), audience.to_owned());
        let (ours, account) = (issuer(&a, "one"), AccountId(Uuid::from_u128(7)));
        let now = Timestamp::from_second(1_800_000_000).expect("a time");
        let scopes = ["read:self".to_owned(), "write:tracking_links".to_owned()];
        let token = ours.issue(account, "script", &scopes, now, Uuid::from_u128(9)).expect("a token").access_token;
        let at = |seconds: i64| now + SignedDuration::from_secs(seconds);

        let grant = ours.verify(&token, at(3_599)).expect("a grant");
        assert_eq!((grant.account, grant.client.as_str(), grant.scopes.as_slice()), (account, "script", scopes.as_slice()));
        assert_eq!(ours.verify(&token, at(3_600)), None);
        assert_eq!(issuer(&b, "one").verify(&token, now), None, "another key");
        assert_eq!(issuer(&a, "two").verify(&token, now), None, "another installation");
        let (head, rest) = token.split_once('.').expect("three parts");
        assert_eq!(ours.verify(&format!("{head}.e30.{}", rest.split_once('.').expect("three parts").1), now), None, "other claims");
        assert_eq!(ours.verify("", now), None);
    }
}
