//! Finding links.

use crate::error::Thing;
use crate::{App, Error};
use trackway_store::links::{LinkKey, LinkQuery, LinkView, Within};
use trackway_store::page::Page;

/// One link.
///
/// # Errors
/// [`Error::NotFound`], or the store's trouble.
pub async fn find(app: &App, within: Within, key: &LinkKey) -> Result<LinkView, Error> {
    app.store.links().find(within, key).await?.ok_or(Error::NotFound(Thing::Link))
}

/// A portion of the links.
///
/// # Errors
/// The store's trouble.
pub async fn list(app: &App, query: &LinkQuery) -> Result<Page<LinkView>, Error> {
    Ok(app.store.links().list(query).await?)
}

/// How many links a list has in all; counting stops at `up_to`.
///
/// # Errors
/// The store's trouble.
pub async fn count(app: &App, query: &LinkQuery, up_to: u32) -> Result<u32, Error> {
    Ok(app.store.links().count(query, up_to).await?)
}
