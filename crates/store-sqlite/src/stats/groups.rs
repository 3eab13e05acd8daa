//! What clicks are counted apart by. Each thread that counts numbers its own values, and these are put together at the end.

use super::cities::Cities;
use super::tally::Tally;
use super::values::Values;
use crate::clicks::chunk::Chunk;
use crate::parts::PartError;
use trackway_domain::stats::Dimension;

/// What clicks are grouped by.
pub(super) enum Groups<'a> {
    /// All are one.
    One,
    /// Stretches between neighbours, in milliseconds since 1970.
    Edges(&'a [i64]),
    /// Values of a dimension.
    Values(Values),
    /// Cities, of whatever country and region.
    Cities(Cities),
}

impl Groups<'_> {
    /// The same with nothing met yet.
    pub(super) fn another(&self) -> Self {
        match self {
            Self::One => Self::One,
            Self::Edges(edges) => Self::Edges(edges),
            Self::Values(values) => Self::Values(Values::of(values.by)),
            Self::Cities(_) => Self::Cities(Cities::default()),
        }
    }

    /// The numbers here of what another has met, by its numbers there; None where they are the same.
    pub(super) fn numbers_of(&mut self, other: Self) -> Option<Vec<u32>> {
        match (self, other) {
            (Self::Values(values), Self::Values(other)) => Some(values.take(other)),
            (Self::Cities(cities), Self::Cities(other)) => Some(cities.take(other)),
            _ => None,
        }
    }

    /// Counts the clicks at these places of a chunk, by what is their own.
    pub(super) fn count(&mut self, chunk: &Chunk<'_>, rows: &[u32], tally: &mut Tally) -> Result<(), PartError> {
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(()) };
        let wanted = *first as usize..*last as usize + 1;
        let visitors = chunk.visitors(wanted.clone())?;
        let place = |row: u32| row as usize - wanted.start;
        let mut note = |row: u32, group: u32| tally.click(group, visitors[place(row)]);
        match self {
            Self::One => rows.iter().for_each(|row| note(*row, 0)),
            Self::Edges(edges) => {
                let times = chunk.times(wanted.clone())?;
                let mut stretch = (0, (i64::MAX, i64::MIN));
                for row in rows {
                    let time = times[place(*row)];
                    if time < stretch.1.0 || time >= stretch.1.1 {
                        let behind = edges.partition_point(|edge| *edge <= time);
                        if behind == 0 || behind == edges.len() {
                            continue;
                        }
                        stretch = (behind as u32 - 1, (edges[behind - 1], edges[behind]));
                    }
                    note(*row, stretch.0);
                }
            }
            Self::Cities(cities) => {
                let column = |by| chunk.values(by, wanted.clone());
                let columns = [column(Dimension::Country)?, column(Dimension::Region)?, column(Dimension::City)?];
                let numbers = cities.of(&columns, rows.iter().map(|row| place(*row)));
                rows.iter().zip(numbers).for_each(|(row, group)| note(*row, group));
            }
            Self::Values(values) => {
                let column = chunk.values(values.by, wanted.clone())?;
                let mut of_code = vec![u32::MAX; column.values.len()];
                for row in rows {
                    let code = column.codes[place(*row)] as usize;
                    if of_code[code] == u32::MAX {
                        of_code[code] = values.shared(&column.values[code]);
                    }
                    note(*row, of_code[code]);
                }
            }
        }
        Ok(())
    }
}
