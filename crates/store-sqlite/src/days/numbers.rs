//! What the clicks of a day add up to by quarter of an hour, for a workspace or a busy link; and its visitors, so that any stretch of the day
//! from its start or to its end is answered, and every hour.

use super::Unreadable;
use super::links::CLASSES;
use super::pack::{Packed, put, release};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use trackway_domain::stats::ClickNumbers;
use trackway_domain::traffic::TrafficClass;

/// Quarters of an hour in a day.
pub(crate) const QUARTERS: usize = 96;
/// Hours in a day.
pub(super) const HOURS: usize = 24;

/// Whose clicks count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum Whose {
    Everybodys = 0,
    Peoples = 1,
}

/// A day. Of each visitor's clicks on it one is the first and one the last, which is what tells the visitors of a stretch: those before noon are
/// those whose first click was before noon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DayNumbers {
    /// By traffic class and quarter.
    pub(super) clicks: [[u64; QUARTERS]; CLASSES],
    /// Visitors by the quarter of their first click, for everybody's clicks and for people's.
    pub(super) first: [[u64; QUARTERS]; 2],
    /// The same by the last click.
    pub(super) last: [[u64; QUARTERS]; 2],
    /// Distinct visitors of an hour.
    pub(super) hours: [[u64; HOURS]; 2],
}

impl Default for DayNumbers {
    fn default() -> Self {
        Self { clicks: [[0; QUARTERS]; CLASSES], first: [[0; QUARTERS]; 2], last: [[0; QUARTERS]; 2], hours: [[0; HOURS]; 2] }
    }
}

impl DayNumbers {
    /// The quarters from one to before another. None where that cannot be told: in the middle of the day only whole hours can.
    pub(crate) fn between(&self, from: usize, before: usize, whose: Whose) -> Option<ClickNumbers> {
        let who = whose as usize;
        let visitors = match (from, before) {
            (0, before) => self.first[who][..before].iter().sum(),
            (from, QUARTERS) => self.last[who][from..].iter().sum(),
            (from, before) if from % 4 == 0 && before == from + 4 => self.hours[who][from / 4],
            _ => return None,
        };
        let classes = if whose == Whose::Peoples { TrafficClass::Human as usize..TrafficClass::Human as usize + 1 } else { 0..CLASSES };
        let clicks = self.clicks[classes].iter().map(|quarters| quarters[from..before].iter().sum::<u64>()).sum();
        Some(ClickNumbers { clicks, visitors })
    }

    /// Zeros, which are many, as how many there are.
    pub(super) fn packed(&self) -> Vec<u8> {
        let (mut bytes, mut zeros) = (Vec::new(), 0);
        for number in self.all() {
            if *number == 0 {
                zeros += 1;
            } else {
                put(&mut bytes, zeros);
                put(&mut bytes, *number);
                zeros = 0;
            }
        }
        bytes
    }

    fn unpack(bytes: &[u8]) -> Result<Self, Unreadable> {
        let (mut packed, mut found) = (Packed(bytes), Self::default());
        {
            let mut all = found.all_mut();
            while !packed.is_empty() {
                let zeros = usize::try_from(packed.number()?).map_err(|_| Unreadable)?;
                *all.nth(zeros).ok_or(Unreadable)? = packed.number()?;
            }
        }
        Ok(found)
    }

    fn all(&self) -> impl Iterator<Item = &u64> {
        let Self { clicks, first, last, hours } = self;
        clicks.iter().chain(first).chain(last).flatten().chain(hours.iter().flatten())
    }

    fn all_mut(&mut self) -> impl Iterator<Item = &mut u64> {
        let Self { clicks, first, last, hours } = self;
        clicks.iter_mut().chain(first).chain(last).flatten().chain(hours.iter_mut().flatten())
    }
}

/// Stand where a dimension would.
pub(super) const NO_DIMENSION: i64 = -1;
pub(super) const CITIES: i64 = -2;

/// The days of a workspace or a link from one to another, both included. Days without clicks have none, and days of a link that is not busy.
pub(crate) fn numbers_of(connection: &Connection, subject: &[u8], first: i64, last: i64) -> rusqlite::Result<BTreeMap<i64, DayNumbers>> {
    let select = "SELECT day, data FROM day_numbers WHERE subject = ? AND dimension = ? AND day BETWEEN ? AND ?";
    let mut select = connection.prepare_cached(select)?;
    let mut rows = select.query((subject, NO_DIMENSION, first, last))?;
    let mut found = BTreeMap::new();
    while let Some(row) = rows.next()? {
        found.insert(row.get(0)?, DayNumbers::unpack(&release(row.get_ref(1)?.as_blob()?)?)?);
    }
    Ok(found)
}

/// Those of these days that have sums.
pub(crate) fn busy_days(connection: &Connection, subject: &[u8], first: i64, last: i64) -> rusqlite::Result<BTreeSet<i64>> {
    let select = "SELECT day FROM day_numbers WHERE subject = ? AND dimension = ? AND day BETWEEN ? AND ?";
    connection.prepare_cached(select)?.query_map((subject, NO_DIMENSION, first, last), |row| row.get(0))?.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_come_out_as_they_went_in() {
        let mut day = DayNumbers::default();
        assert_eq!(DayNumbers::unpack(&day.packed()), Ok(day.clone()));
        (day.clicks[0][0], day.clicks[5][95], day.first[1][3], day.last[0][95], day.hours[1][23]) = (1, u64::MAX, 3, 4, 5);
        assert_eq!(DayNumbers::unpack(&day.packed()), Ok(day.clone()));
        let bytes = day.packed();
        assert_eq!(DayNumbers::unpack(&bytes[..bytes.len() - 1]), Err(Unreadable));
        assert_eq!(DayNumbers::unpack(&[200, 10, 1]), Err(Unreadable), "beyond the last number");
    }
}
