//! What a handler may touch. An account that is not the caller's is not there; only then is it asked what his key allows.

use crate::Fansly;
use crate::door::Caller;
use crate::error::Error;
use axum::extract::{FromRequestParts, RawPathParams};
use http::request::Parts;
use trackway_app::accounts::find::find;
use trackway_app::{Actor, App};
use trackway_domain::account::{Account, AccountId};
use trackway_domain::key::KeyScope;
use trackway_store::links::Within;

/// The account in the path and whoever opened it.
pub(crate) struct Access {
    pub(crate) actor: Actor,
    pub(crate) account: Account,
}

impl Access {
    /// The links of this account, whichever dialect made them.
    pub(crate) fn within(&self) -> Within {
        Within { workspace: self.actor.workspace, account: Some(self.account.id) }
    }
}

/// An account whose links may be read.
pub(crate) struct Reading(pub(crate) Access);

/// An account whose links may be made, changed and deleted.
pub(crate) struct Writing(pub(crate) Access);

/// A workspace whose accounts may be read.
pub(crate) struct Browsing(pub(crate) Actor);

impl FromRequestParts<Fansly> for Reading {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, fansly: &Fansly) -> Result<Self, Error> {
        open(parts, &fansly.app, KeyScope::LinksRead).await.map(Self)
    }
}

impl FromRequestParts<Fansly> for Writing {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, fansly: &Fansly) -> Result<Self, Error> {
        open(parts, &fansly.app, KeyScope::LinksWrite).await.map(Self)
    }
}

impl FromRequestParts<Fansly> for Browsing {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &Fansly) -> Result<Self, Error> {
        let actor = caller(parts)?;
        if actor.may(KeyScope::LinksRead) { Ok(Self(actor)) } else { Err(Error::Forbidden) }
    }
}

async fn open(parts: &mut Parts, app: &App, scope: KeyScope) -> Result<Access, Error> {
    let actor = caller(parts)?;
    let id = account_id(parts).await.ok_or(Error::AccountNotFound)?;
    let account = find(app, &actor, id).await?;
    if actor.may(scope) { Ok(Access { actor, account }) } else { Err(Error::Forbidden) }
}

fn caller(parts: &Parts) -> Result<Actor, Error> {
    parts.extensions.get::<Caller>().map(|caller| caller.0.clone()).ok_or(Error::Unauthorized)
}

/// What has not the form of an id names no account.
async fn account_id(parts: &mut Parts) -> Option<AccountId> {
    let parameters = RawPathParams::from_request_parts(parts, &()).await.ok()?;
    let (_, text) = parameters.iter().find(|(name, _)| *name == "account_id")?;
    AccountId::from_public(text)
}
