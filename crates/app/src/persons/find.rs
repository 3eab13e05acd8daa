//! Finding persons by the links that they opened.

use crate::error::Thing;
use crate::{App, Error};
use trackway_domain::account::AccountId;
use trackway_domain::person::{Person, PersonId};
use trackway_store::links::{LinkKey, Within};
use trackway_store::page::Page;
use trackway_store::persons::{FanCounts, LinkPerson, PeopleQuery, PersonQuery, Remarks};

/// A portion of the persons, the last to be known first.
///
/// # Errors
/// The store's trouble.
pub async fn list(app: &App, query: &PeopleQuery) -> Result<Page<Person>, Error> {
    Ok(app.store.persons().list(query).await?)
}

/// A portion of the persons of a link, the last to open it first. `query` makes the question of the link that was found.
///
/// # Errors
/// [`Error::NotFound`] for the link, or the store's trouble.
pub async fn of_link(
    app: &App,
    within: Within,
    key: &LinkKey,
    query: impl FnOnce(trackway_domain::link::LinkId) -> PersonQuery + Send,
) -> Result<Page<LinkPerson>, Error> {
    let view = app.store.links().find(within, key).await?.ok_or(Error::NotFound(Thing::Link))?;
    Ok(app.store.persons().of_link(query(view.link.id)).await?)
}

/// What a person's latest click on a link said.
///
/// # Errors
/// [`Error::NotFound`] for the link, and for a person who never opened it; or the store's trouble.
pub async fn remarks(app: &App, within: Within, key: &LinkKey, person: PersonId) -> Result<Remarks, Error> {
    let view = app.store.links().find(within, key).await?.ok_or(Error::NotFound(Thing::Link))?;
    app.store.persons().remarks(view.link.id, person).await?.ok_or(Error::NotFound(Thing::Person))
}

/// How many fans an account has now.
///
/// # Errors
/// The store's trouble.
pub async fn count_fans(app: &App, account: AccountId) -> Result<FanCounts, Error> {
    Ok(app.store.persons().count_fans(account).await?)
}
