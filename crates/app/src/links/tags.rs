//! The tags of links.

use crate::{App, Error};
use trackway_domain::text::Tag;
use trackway_store::links::Within;

/// Every tag of links that are not deleted, in their order, and how many links have it.
///
/// # Errors
/// The store's trouble.
pub async fn tags(app: &App, within: Within) -> Result<Vec<(Tag, u64)>, Error> {
    Ok(app.store.links().tags(within).await?)
}
