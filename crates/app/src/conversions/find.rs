//! Finding conversions.

use crate::conversions::MODEL;
use crate::error::Thing;
use crate::{App, Error};
use trackway_domain::conversion::ConversionId;
use trackway_store::conversions::ConversionView;
use trackway_store::links::Within;
use trackway_store::page::Page;

/// One conversion, with the credit that it has now.
///
/// # Errors
/// [`Error::NotFound`], or the store's trouble.
pub async fn find(app: &App, within: Within, id: ConversionId) -> Result<ConversionView, Error> {
    let found = app.store.conversions().find(within.workspace, within.account, id, MODEL).await?;
    found.ok_or(Error::NotFound(Thing::Conversion))
}

/// A portion of the conversions, the last recorded first.
///
/// # Errors
/// The store's trouble.
pub async fn list(app: &App, within: Within, behind: Option<ConversionId>, limit: u32) -> Result<Page<ConversionView>, Error> {
    Ok(app.store.conversions().list(within.workspace, within.account, behind, limit, MODEL).await?)
}
