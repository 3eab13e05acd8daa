//! Finding conversions.

use crate::error::Thing;
use crate::{App, Error, attribution};
use trackway_domain::attribution::rules::ModelKind;
use trackway_domain::conversion::ConversionId;
use trackway_store::conversions::{ConversionPage, ConversionQuery, ConversionView};
use trackway_store::links::Within;

/// One conversion, with the credit that it has now by this model, or else by the workspace's.
///
/// # Errors
/// [`Error::NotFound`], or the store's trouble.
pub async fn find(app: &App, within: Within, id: ConversionId, kind: Option<ModelKind>) -> Result<ConversionView, Error> {
    let model = attribution::rules::model(app, within.workspace, kind).await?;
    let found = app.store.conversions().find(within.workspace, within.account, id, model).await?;
    found.ok_or(Error::NotFound(Thing::Conversion))
}

/// A portion of the conversions.
///
/// # Errors
/// The store's trouble.
pub async fn list(app: &App, query: ConversionQuery, kind: Option<ModelKind>) -> Result<ConversionPage, Error> {
    let model = attribution::rules::model(app, query.workspace, kind).await?;
    Ok(app.store.conversions().list(query, model).await?)
}
