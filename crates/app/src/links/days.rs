//! The numbers of a link by day.

use crate::error::Thing;
use crate::{App, Error};
use trackway_domain::utc_day::UtcDay;
use trackway_store::link_days::LinkDay;
use trackway_store::links::{LinkKey, LinkView, Within};

/// A link, and the days between two, both included, on which anything happened; the oldest first.
///
/// # Errors
/// [`Error::NotFound`], or the store's trouble.
pub async fn days(app: &App, within: Within, key: &LinkKey, first: UtcDay, last: UtcDay) -> Result<(LinkView, Vec<LinkDay>), Error> {
    let view = app.store.links().find(within, key).await?.ok_or(Error::NotFound(Thing::Link))?;
    let days = app.store.link_days().of_link(view.link.id, first, last).await?;
    Ok((view, days))
}
