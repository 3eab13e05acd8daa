//! Counting installs, and what came of clicks.

use crate::{App, Error};
use trackway_store::installs::{Funnel, InstallNumbers, InstallQuestion};

/// Installs by day, platform, rule and link.
///
/// # Errors
/// The store's trouble.
pub async fn installs(app: &App, question: InstallQuestion) -> Result<InstallNumbers, Error> {
    Ok(app.store.installs().numbers(question).await?)
}

/// From clicks to money.
///
/// # Errors
/// The store's trouble.
pub async fn funnel(app: &App, question: InstallQuestion) -> Result<Funnel, Error> {
    Ok(app.store.installs().funnel(question).await?)
}
