//! Conversions, one by one, each with the credit that it has.

use crate::{App, Error};
use std::sync::Arc;
use trackway_domain::attribution::Model;
use trackway_store::conversions::{ConversionQuery, ConversionView};

/// All conversions that fit, portion by portion.
pub struct ConversionPortions {
    app: Arc<App>,
    query: ConversionQuery,
    model: Option<Model>,
    is_over: bool,
}

impl ConversionPortions {
    /// Reads portions of as many as the query's limit says; credit by this model, or else by the workspace's.
    #[must_use]
    pub fn new(app: Arc<App>, query: ConversionQuery, model: Option<Model>) -> Self {
        Self { app, query, model, is_over: false }
    }

    /// The next conversions; none where few fit, and None where all have been read.
    ///
    /// # Errors
    /// The store's trouble; the same call may succeed later.
    pub async fn next(&mut self) -> Result<Option<Vec<ConversionView>>, Error> {
        if self.is_over {
            return Ok(None);
        }
        let page = self.app.store.conversions().list(self.query.clone(), self.model).await?;
        self.is_over = page.go_on.is_none();
        self.query.behind = page.go_on;
        Ok(Some(page.items))
    }
}
