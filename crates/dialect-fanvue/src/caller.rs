//! Who asks: the bearer of an access token, or a script with a workspace's key.

use crate::Fanvue;
use crate::error::Error;
use crate::scope::Scope;
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue};
use trackway_app::accounts::acting_for::acting_for;
use trackway_app::tokens::Bearer;
use trackway_app::{Actor, keys, tokens};
use trackway_domain::account::{Account, AccountId};
use trackway_domain::key::KeyScopes;

/// Someone who has shown who he is.
pub(crate) enum Caller {
    /// A client that acts for an account.
    Token(Box<Bearer>),
    /// A script that acts for its workspace.
    Key(Actor),
}

impl Caller {
    /// Tells who shows these headers. What looks like no key is taken for a token.
    pub(crate) async fn authenticate(fanvue: &Fanvue, headers: &HeaderMap) -> Result<Self, Error> {
        let bearer = bearer(headers);
        if let Some(secret) = bearer.or_else(|| text(headers.get("x-fanvue-api-key")))
            && let Some(actor) = keys::authenticate::authenticate(&fanvue.app, secret).await?
        {
            return Ok(Self::Key(actor));
        }
        let token = bearer.ok_or(Error::Unauthorized)?;
        let bearer = tokens::authenticate::authenticate(&fanvue.app, &*fanvue.tokens, token).await?;
        bearer.map(|bearer| Self::Token(Box::new(bearer))).ok_or(Error::Unauthorized)
    }

    /// As whom he acts: in his whole workspace, until an account narrows it.
    pub(crate) fn actor(&self) -> Actor {
        match self {
            Self::Key(actor) => actor.clone(),
            Self::Token(bearer) => Actor {
                workspace: bearer.account.workspace,
                user: bearer.user,
                account: None,
                key: None,
                // Scopes of another kind, which `may` knows.
                scopes: KeyScopes::new(Vec::new()),
            },
        }
    }

    /// His own account. A key belongs to none, so where there are several its script names one in `X-Trackway-Account`.
    pub(crate) async fn own_account(&self, fanvue: &Fanvue, headers: &HeaderMap) -> Result<Account, Error> {
        let actor = match self {
            Self::Token(bearer) => return Ok(bearer.account.clone()),
            Self::Key(actor) => actor,
        };
        let named = headers.get("x-trackway-account").map(|value| String::from_utf8_lossy(value.as_bytes()));
        let account = acting_for(&fanvue.app, actor, named.as_deref()).await?;
        account.ok_or(Error::Unclear(match named {
            Some(_) => "X-Trackway-Account names no account of this workspace",
            None => "This workspace has several accounts: name one in X-Trackway-Account",
        }))
    }

    /// True where he may do what `scope` allows.
    pub(crate) fn may(&self, scope: Scope) -> bool {
        match self {
            Self::Token(bearer) => bearer.grant.scopes.iter().any(|granted| granted == scope.as_str()),
            Self::Key(actor) => actor.may(scope.of_key()),
        }
    }

    /// True where this creator is one that he may see and act for. Whoever allowed it to a client has chosen which.
    pub(crate) fn reaches(&self, creator: AccountId) -> bool {
        match self {
            Self::Token(bearer) => bearer.reaches(creator),
            Self::Key(_) => true,
        }
    }

    /// Names the client, and the user whom it acts for where it acts for one only.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Token(bearer) => format!("token {} {}", bearer.account.id, bearer.grant.client),
            Self::Key(Actor { key: Some(key), .. }) => format!("key {key}"),
            Self::Key(Actor { user, .. }) => format!("user {user}"),
        }
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = text(headers.get(AUTHORIZATION))?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn text(value: Option<&HeaderValue>) -> Option<&str> {
    value?.to_str().ok()
}
