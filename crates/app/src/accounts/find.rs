//! Finding accounts.

use crate::error::Thing;
use crate::{Actor, App, Error};
use trackway_domain::account::{Account, AccountId};

/// The actor's accounts, oldest first.
///
/// # Errors
/// The store's trouble.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<Account>, Error> {
    let accounts = app.store.accounts().list(actor.workspace).await?;
    Ok(accounts.into_iter().filter(|account| actor.account.is_none_or(|only| only == account.id)).collect())
}

/// One of the actor's accounts.
///
/// # Errors
/// [`Error::NotFound`] where it is not his, or the store's trouble.
pub async fn find(app: &App, actor: &Actor, id: AccountId) -> Result<Account, Error> {
    let account = app.store.accounts().find(actor.workspace, id).await?;
    account.filter(|account| actor.account.is_none_or(|only| only == account.id)).ok_or(Error::NotFound(Thing::Account))
}

/// The account that takes the links which name none.
///
/// # Errors
/// The store's trouble.
pub async fn default(app: &App, actor: &Actor) -> Result<Account, Error> {
    let accounts = list(app, actor).await?;
    let default = accounts.iter().position(|account| account.is_default).unwrap_or(0);
    accounts.into_iter().nth(default).ok_or(Error::NotFound(Thing::Account))
}
