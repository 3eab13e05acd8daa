//! Days that are over, added up: what questions about whole days are answered from, however many clicks there were.
//!
//! A day (UTC) is settled when all its clicks are in parts. What arrives for it later is counted in `link_quarters`, as every click is, and makes
//! the day stale: its clicks by link stay right, as the sum of both, and everything else is asked of the log until the day is settled anew.

mod add_up;
mod cities;
mod links;
mod numbers;
mod pack;
mod settle;
mod values;
mod verify;

pub(crate) use cities::cities_of;
pub(crate) use links::{LinkSums, links_of};
pub(crate) use numbers::{DayNumbers, QUARTERS, Whose, busy_days, numbers_of};
pub(crate) use settle::{Settled, add_up, settle, write};
pub(crate) use values::values_of;
pub(crate) use verify::is_as_kept;

use rusqlite::Connection;
use std::collections::BTreeSet;

/// All settled days, stale or not.
pub(crate) fn settled(connection: &Connection) -> rusqlite::Result<BTreeSet<i64>> {
    connection.prepare_cached("SELECT day FROM settled_days")?.query_map([], |row| row.get(0))?.collect()
}

/// Settled days between two, both included, that are not stale.
pub(crate) fn fresh(connection: &Connection, first: i64, last: i64) -> rusqlite::Result<BTreeSet<i64>> {
    let select = "SELECT day FROM settled_days WHERE NOT is_stale AND day BETWEEN ? AND ?";
    connection.prepare_cached(select)?.query_map((first, last), |row| row.get(0))?.collect()
}

/// True where some of these days have a salt in common with another day: then visitors of several days cannot be added up.
pub(crate) fn shares_visitors(connection: &Connection, first: i64, last: i64) -> rusqlite::Result<bool> {
    let select = "SELECT 1 FROM visitor_spans WHERE first_day <= ?2 AND last_day >= ?1 AND last_day > first_day";
    connection.prepare_cached(select)?.exists((first, last))
}

/// Sums that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the sums of a day are unreadable")]
pub(crate) struct Unreadable;

impl From<Unreadable> for rusqlite::Error {
    fn from(error: Unreadable) -> Self {
        Self::FromSqlConversionFailure(0, rusqlite::types::Type::Blob, Box::new(error))
    }
}
