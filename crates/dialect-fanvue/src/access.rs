//! What a handler may touch, once its scopes are granted and the rate is kept. Only then is it said whether the account exists.

use crate::Fanvue;
use crate::caller::Caller;
use crate::door::{Entrance, parameter};
use crate::error::Error;
use crate::scope::Scope;
use axum::extract::FromRequestParts;
use http::request::Parts;
use std::sync::Arc;
use trackway_app::Actor;
use trackway_domain::account::Account;
use trackway_domain::person::PersonId;
use trackway_store::links::LinkKey;

/// An account and whoever acts for it.
pub(crate) struct Access {
    /// Narrowed to the account.
    pub(crate) actor: Actor,
    pub(crate) account: Account,
}

/// An account whose links may be read.
pub(crate) struct Reading(pub(crate) Access);

/// An account whose links may be made, changed and deleted.
pub(crate) struct Writing(pub(crate) Access);

/// An account that may read about itself.
pub(crate) struct Oneself(pub(crate) Account);

/// Someone who may see creators of his workspace.
pub(crate) struct Agency(pub(crate) Arc<Caller>);

/// Anyone, for what takes no scope.
pub(crate) struct Anything;

/// The link in the path.
pub(crate) struct Named(pub(crate) LinkKey);

/// The person in the path.
pub(crate) struct NamedUser(pub(crate) PersonId);

impl FromRequestParts<Fanvue> for Reading {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &Fanvue) -> Result<Self, Error> {
        open(parts, Scope::ReadTrackingLinks, Scope::ReadCreator).map(Self)
    }
}

impl FromRequestParts<Fanvue> for Writing {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &Fanvue) -> Result<Self, Error> {
        open(parts, Scope::WriteTrackingLinks, Scope::WriteCreator).map(Self)
    }
}

impl FromRequestParts<Fanvue> for Oneself {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &Fanvue) -> Result<Self, Error> {
        Ok(Self(pass(parts, &[Scope::ReadSelf])?.account?))
    }
}

impl FromRequestParts<Fanvue> for Agency {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &Fanvue) -> Result<Self, Error> {
        Ok(Self(pass(parts, &[Scope::ReadCreator])?.caller))
    }
}

impl FromRequestParts<Fanvue> for Anything {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &Fanvue) -> Result<Self, Error> {
        pass(parts, &[]).map(|_| Self)
    }
}

impl FromRequestParts<Fanvue> for Named {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &Fanvue) -> Result<Self, Error> {
        let uuid = parameter(parts, "uuid").await.unwrap_or(Err(Error::BadUuid("uuid")))?;
        Ok(Self(LinkKey::Uuid(uuid)))
    }
}

impl FromRequestParts<Fanvue> for NamedUser {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &Fanvue) -> Result<Self, Error> {
        let uuid = parameter(parts, "userUuid").await.unwrap_or(Err(Error::BadUuid("userUuid")))?;
        Ok(Self(PersonId(uuid)))
    }
}

/// Opens the account that the request is about; on one that is managed the second scope is needed too.
fn open(parts: &Parts, scope: Scope, scope_on_managed: Scope) -> Result<Access, Error> {
    let is_managed = entrance(parts)?.is_managed;
    let scopes = if is_managed { &[scope, scope_on_managed][..] } else { &[scope] };
    let Entrance { caller, account, .. } = pass(parts, scopes)?;
    let account = account?;
    Ok(Access { actor: Actor { account: Some(account.id), ..caller.actor() }, account })
}

/// Scopes first, then the rate.
fn pass(parts: &Parts, scopes: &[Scope]) -> Result<Entrance, Error> {
    let entrance = entrance(parts)?;
    if let Some(missing) = scopes.iter().find(|scope| !Caller::may(&entrance.caller, **scope)) {
        return Err(Error::MissingScope(*missing));
    }
    if entrance.is_limited { Err(Error::RateLimited) } else { Ok(entrance.clone()) }
}

fn entrance(parts: &Parts) -> Result<&Entrance, Error> {
    parts.extensions.get().ok_or(Error::Unauthorized)
}
