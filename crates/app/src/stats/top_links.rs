//! The links that count most.

use crate::stats::numbers::Measure;
use crate::stats::{Asked, LinkCaption, Numbers, captions, compare, ranking};
use crate::{App, Error};
use trackway_domain::stats::{Dimension, Period};
use uuid::Uuid;

/// A link and what it counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The link, which may have been deleted since.
    pub link: LinkCaption,
    /// What was counted.
    pub numbers: Numbers,
    /// What was counted in the period before, where that was asked for.
    pub previous: Option<Numbers>,
}

/// The links with most of a measure, at most `limit`; beside what they counted in another period.
///
/// # Errors
/// The store's trouble.
pub async fn top_links(app: &App, asked: &Asked, previous: Option<&Period>, order: Measure, limit: u32) -> Result<Vec<Row>, Error> {
    let found = ranking::ranked(app, asked, Dimension::Link, order, limit).await?;
    let values = found.iter().map(|(value, _)| value.clone()).collect::<Vec<_>>();
    let before = compare::before(app, asked, previous, Dimension::Link, &values).await?;
    let uuid = |text: &Option<String>| Uuid::try_parse(text.as_ref()?).ok();
    let mut captions = captions::of_links(app, asked, values.iter().filter_map(uuid).collect()).await?;
    let row = |((value, numbers), previous)| Some(Row { link: captions.remove(&uuid(&value)?)?, numbers, previous });
    Ok(found.into_iter().zip(before).filter_map(row).collect())
}
