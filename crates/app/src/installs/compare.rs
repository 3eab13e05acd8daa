//! Whether a workspace compares installs with recent clicks: off, until somebody who administers it switches it on.

use crate::{Actor, App, Error};
use trackway_domain::window::AttributionWindow;

/// Longest bound on the age of clicks, in hours: beyond it more credits are wrong than anybody wants.
pub const LONGEST: u16 = 168;

/// The workspace's bound on the age of clicks; None where it does not compare.
///
/// # Errors
/// The store's trouble.
pub async fn cap(app: &App, actor: &Actor) -> Result<Option<AttributionWindow>, Error> {
    let caps = app.store.traces().caps().await?;
    Ok(caps.into_iter().find(|(workspace, _)| *workspace == actor.workspace).map(|(_, cap)| cap))
}

/// Switches comparing on, with a bound, or off. Clicks that were made while it was off are not compared.
///
/// # Errors
/// The store's trouble.
pub async fn set_cap(app: &App, actor: &Actor, cap: Option<AttributionWindow>) -> Result<(), Error> {
    Ok(app.store.traces().set_cap(actor.workspace, cap).await?)
}
