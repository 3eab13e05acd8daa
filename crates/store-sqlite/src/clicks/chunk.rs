//! Some clicks of either tier, column by column: what questions and the sums of a day are counted from.

use super::blocks;
use crate::block::Block;
use crate::parts::{Coded, Part, PartError, Text, manifest};
use rusqlite::Connection;
use std::ops::Range;
use std::sync::Arc;
use trackway_domain::stats::Dimension;

/// A row group of a part, or a block.
pub(crate) enum Chunk<'a> {
    /// Sorted by link and time.
    Group(&'a Part, usize),
    /// In the order of arrival.
    Block(&'a Block<'a>),
}

impl Chunk<'_> {
    /// How many clicks it has.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Group(part, group) => part.rows(*group),
            Self::Block(block) => block.len(),
        }
    }

    /// True where the clicks of a link stand side by side, the earliest first.
    pub(crate) fn is_sorted(&self) -> bool {
        matches!(self, Self::Group(..))
    }

    /// When the earliest and the latest click were made, or times around these.
    pub(crate) fn times_between(&self) -> (i64, i64) {
        match self {
            Self::Group(part, group) => part.times_between(*group),
            Self::Block(_) => (i64::MIN, i64::MAX),
        }
    }

    pub(crate) fn links(&self) -> Result<Coded<i64>, PartError> {
        match self {
            Self::Group(part, group) => part.links(*group, 0..part.rows(*group)),
            Self::Block(block) => block.links().map_err(damaged),
        }
    }

    /// Milliseconds since 1970 of the clicks at `wanted`.
    pub(crate) fn times(&self, wanted: Range<usize>) -> Result<Vec<i64>, PartError> {
        match self {
            Self::Group(part, group) => part.times(*group, wanted),
            Self::Block(block) => block.times(wanted).map_err(damaged),
        }
    }

    /// The visitors of the clicks at `wanted`, 0 for nobody.
    pub(crate) fn visitors(&self, wanted: Range<usize>) -> Result<Vec<u64>, PartError> {
        match self {
            Self::Group(part, group) => part.visitors(*group, wanted),
            Self::Block(block) => block.visitors(wanted).map_err(damaged),
        }
    }

    /// The clicks' own values of a dimension, of those at `wanted`. Of one that is the links' they are unknown.
    pub(crate) fn values(&self, by: Dimension, wanted: Range<usize>) -> Result<Coded, PartError> {
        match (self, text(by)) {
            (_, None) => Ok(Coded { codes: vec![0; wanted.len()], values: vec![None] }),
            (Self::Group(part, group), Some(text)) => part.texts(*group, text, wanted),
            (Self::Block(block), Some(_)) => block.values(by, wanted).map_err(damaged),
        }
    }
}

/// Row groups of parts that may hold clicks from between two times (milliseconds since 1970, the second not included), and of links between two
/// (both included). Their parts are open: the files may be removed while the first ones are read.
pub(crate) fn groups(
    connection: &Connection,
    (from, before): (i64, i64),
    (lowest, highest): (i64, i64),
) -> rusqlite::Result<Vec<(Arc<Part>, usize)>> {
    let overlaps = |(earliest, latest): (i64, i64)| earliest < before && latest >= from;
    let mut found = Vec::new();
    for entry in manifest::entries(connection)?.into_iter().filter(|entry| overlaps(entry.contents.times)) {
        let part = manifest::open(connection, &entry)?;
        for group in 0..part.groups() {
            let (first, last) = part.links_between(group);
            if first <= highest && last >= lowest && overlaps(part.times_between(group)) {
                found.push((Arc::clone(&part), group));
            }
        }
    }
    Ok(found)
}

/// Shows each chunk that may hold clicks from between two times, in milliseconds since 1970, the second not included.
pub(crate) fn for_each(
    connection: &Connection,
    span: (i64, i64),
    mut look: impl FnMut(&Chunk<'_>) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    for (part, group) in groups(connection, span, (i64::MIN, i64::MAX))? {
        look(&Chunk::Group(&part, group))?;
    }
    blocks::for_each_within(connection, span, |block| look(&Chunk::Block(block)))
}

fn damaged(_: crate::block::Unreadable) -> PartError {
    PartError::Damaged
}

/// Where a part keeps a dimension; None for what is the links'.
fn text(by: Dimension) -> Option<Text> {
    Some(match by {
        Dimension::Link | Dimension::Template | Dimension::Project | Dimension::Account | Dimension::Tag => return None,
        Dimension::Country => Text::Country,
        Dimension::Region => Text::Region,
        Dimension::City => Text::City,
        Dimension::TimeZone => Text::TimeZone,
        Dimension::Device => Text::Device,
        Dimension::System => Text::System,
        Dimension::Browser => Text::Browser,
        Dimension::Language => Text::Language,
        Dimension::Referrer => Text::Referrer,
        Dimension::UtmSource => Text::UtmSource,
        Dimension::UtmMedium => Text::UtmMedium,
        Dimension::UtmCampaign => Text::UtmCampaign,
        Dimension::UtmTerm => Text::UtmTerm,
        Dimension::UtmContent => Text::UtmContent,
        Dimension::Platform => Text::Platform,
        Dimension::Destination => Text::Destination,
        Dimension::Traffic => Text::Traffic,
    })
}
