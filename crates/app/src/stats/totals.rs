//! Everything of a question together.

use crate::stats::{Asked, Numbers};
use crate::{App, Error};

/// How many clicks, of how many visitors, and what was credited.
///
/// # Errors
/// The store's trouble.
pub async fn totals(app: &App, asked: &Asked) -> Result<Numbers, Error> {
    let clicks = app.store.stats().totals(asked.question()).await?;
    let credits = app.store.credits().totals(asked.credit_question(app).await?).await?;
    Ok(Numbers { clicks, credits })
}
