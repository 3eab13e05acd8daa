//! People, clients and what the ones allow the others, made from numbers like all samples.

use super::house::House;
use super::samples::{at, name, uuid};
use crate::StoreError;
use jiff::SignedDuration;
use trackway_domain::oauth::client::{ClientId, OauthClient};
use trackway_domain::oauth::consent::{AuthorizationCode, Consent, ConsentId, RefreshToken};
use trackway_domain::oauth::pkce::PkceChallenge;
use trackway_domain::oauth::redirect_uri::RedirectUri;
use trackway_domain::oauth::scope::ScopeSet;
use trackway_domain::session::Session;
use trackway_domain::user::{Email, Member, PasswordHash, Role, User};
use trackway_domain::workspace::{UserId, Workspace};

/// The member that a workspace is founded with.
pub(super) fn owner(workspace: &Workspace) -> Member {
    let user =
        User { id: workspace.owner, email: None, name: name("Owner"), password: None, created_at: workspace.created_at, disabled_at: None };
    Member { workspace: workspace.id, user, role: Role::Owner }
}

/// Someone who can sign in. Number 0 is older than nobody but the owner.
pub(super) fn member(workspace: &Workspace, number: u32) -> Member {
    let user = User {
        id: UserId(uuid(9, number)),
        email: Some(email(&format!("person-{number}@example.com"))),
        name: name(&format!("Person {number}")),
        password: Some(PasswordHash::stored(format!("hash {number}"))),
        created_at: at(number),
        disabled_at: None,
    };
    Member { workspace: workspace.id, user, role: Role::Member }
}

pub(super) fn email(text: &str) -> Email {
    Email::parse(text).expect("an address")
}

pub(super) fn session(user: UserId, number: u32) -> Session {
    Session { hash: hash(1, number), user, created_at: at(number), last_seen_at: at(number) }
}

pub(super) fn client(workspace: &Workspace, number: u32) -> OauthClient {
    OauthClient {
        id: ClientId(uuid(10, number)),
        workspace: workspace.id,
        name: name(&format!("Client {number}")),
        secret: Some(hash(2, number)),
        redirect_uris: vec![redirect_uri()],
        scopes: ScopeSet::all(),
        acts_for_workspace: false,
        created_at: at(number),
        revoked_at: None,
    }
}

pub(super) fn redirect_uri() -> RedirectUri {
    RedirectUri::parse("https://app.example.com/callback?from=trackway").expect("an address")
}

/// What the house's owner allows client 0.
pub(super) fn consent(house: &House, number: u32) -> Consent {
    Consent {
        id: ConsentId(uuid(11, number)),
        workspace: house.workspace.id,
        user: house.workspace.owner,
        client: ClientId(uuid(10, 0)),
        account: house.account.id,
        creators: vec![house.account.id, house.account(1).id],
        scopes: ScopeSet::all(),
        signed_in_at: at(number),
        created_at: at(number),
        ended_at: None,
    }
}

/// A code that is good for a minute from the instant of its number.
pub(super) fn code(number: u32) -> AuthorizationCode {
    AuthorizationCode {
        hash: hash(3, number),
        redirect_uri: redirect_uri(),
        challenge: PkceChallenge::stored(hash(4, number)),
        nonce: None,
        expires_at: at(number + 60),
    }
}

/// A token that is good for 1,000 seconds from the instant of its number.
pub(super) fn refresh_token(number: u32) -> RefreshToken {
    RefreshToken { hash: hash(5, number), expires_at: at(number + 1_000) }
}

pub(super) fn hash(kind: u8, number: u32) -> [u8; 32] {
    let mut hash = [kind; 32];
    hash[..4].copy_from_slice(&number.to_le_bytes());
    hash
}

/// How long a token may be used twice, in these cases.
pub(super) const GRACE: SignedDuration = SignedDuration::from_secs(30);

impl House {
    /// Client 0, and consent 0 of its with code 0.
    pub(super) async fn allowed(&self) -> Result<Consent, StoreError> {
        self.store.oauth_clients().create(&client(&self.workspace, 0)).await?;
        let consent = consent(self, 0);
        self.store.consents().create(&consent, &code(0)).await?;
        Ok(consent)
    }

    /// The same, with refresh token 0.
    pub(super) async fn chained(&self) -> Result<Consent, StoreError> {
        let consent = self.allowed().await?;
        self.store.consents().begin_chain(consent.id, &refresh_token(0)).await?;
        Ok(consent)
    }

    /// True where a consent has not ended.
    pub(super) async fn stands(&self, consent: &Consent) -> Result<bool, StoreError> {
        Ok(self.store.consents().find(consent.id).await?.is_some_and(|consent| consent.ended_at.is_none()))
    }
}
