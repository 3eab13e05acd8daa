//! Clicks, one by one.

use crate::{App, Error};
use std::sync::Arc;
use trackway_store::click_log::{ClickLogQuery, LoggedClick};
use trackway_store::clicks::LogPosition;

/// How many portions are read for a page: two million clicks. Where few fit, a page may hold fewer than it was asked for.
const PORTIONS: usize = 8;

/// A page of clicks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClickPage {
    /// The clicks.
    pub clicks: Vec<LoggedClick>,
    /// Behind which place the next page begins; None where there is none.
    pub go_on: Option<LogPosition>,
}

/// A page of the clicks that fit.
///
/// # Errors
/// The store's trouble.
pub async fn page(app: &App, mut query: ClickLogQuery) -> Result<ClickPage, Error> {
    let (mut clicks, limit) = (Vec::new(), query.limit);
    for _ in 0..PORTIONS {
        let portion = app.store.click_log().portion(query.clone()).await?;
        clicks.extend(portion.clicks);
        query.behind = portion.go_on;
        query.limit = limit.saturating_sub(u32::try_from(clicks.len()).unwrap_or(u32::MAX));
        if portion.go_on.is_none() || query.limit == 0 {
            return Ok(ClickPage { clicks, go_on: portion.go_on });
        }
    }
    Ok(ClickPage { clicks, go_on: query.behind })
}

/// All clicks that fit, portion by portion.
pub struct ClickPortions {
    app: Arc<App>,
    query: ClickLogQuery,
    is_over: bool,
}

impl ClickPortions {
    /// Reads portions of as many as the query's limit says.
    #[must_use]
    pub fn new(app: Arc<App>, query: ClickLogQuery) -> Self {
        Self { app, query, is_over: false }
    }

    /// The next clicks; none where few fit, and None where all have been read.
    ///
    /// # Errors
    /// The store's trouble; the same call may succeed later.
    pub async fn next(&mut self) -> Result<Option<Vec<LoggedClick>>, Error> {
        if self.is_over {
            return Ok(None);
        }
        let portion = self.app.store.click_log().portion(self.query.clone()).await?;
        self.is_over = portion.go_on.is_none();
        self.query.behind = portion.go_on;
        Ok(Some(portion.clicks))
    }
}
