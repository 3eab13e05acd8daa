//! What the clicks of a day add up to by the values of a dimension, for a workspace or a busy link.

use super::numbers::Whose;
use super::pack::{Packed, put, put_text, release};
use rusqlite::Connection;
use trackway_domain::stats::{ClickNumbers, Dimension};

/// A value's numbers: everybody's, and people's.
pub(super) type OfValue<'a> = (Option<&'a str>, [ClickNumbers; 2]);

/// The values of a day as one blob.
pub(super) fn packed<'a>(values: impl Iterator<Item = OfValue<'a>>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (value, numbers) in values {
        put_text(&mut bytes, value);
        for numbers in numbers {
            put(&mut bytes, numbers.clicks);
            put(&mut bytes, numbers.visitors);
        }
    }
    bytes
}

/// Shows the values of a workspace's or a link's days from one to another, both included, each with its day.
pub(crate) fn values_of(
    connection: &Connection,
    subject: &[u8],
    by: Dimension,
    (first, last): (i64, i64),
    whose: Whose,
    mut look: impl FnMut(i64, Option<&str>, ClickNumbers),
) -> rusqlite::Result<()> {
    let select = "SELECT day, data FROM day_numbers WHERE subject = ? AND dimension = ? AND day BETWEEN ? AND ?";
    let mut select = connection.prepare_cached(select)?;
    let mut rows = select.query((subject, by as i64, first, last))?;
    while let Some(row) = rows.next()? {
        let bytes = release(row.get_ref(1)?.as_blob()?)?;
        let (day, mut packed) = (row.get(0)?, Packed(&bytes));
        while !packed.is_empty() {
            let value = packed.text()?;
            let mut numbers = [ClickNumbers::default(); 2];
            for numbers in &mut numbers {
                (numbers.clicks, numbers.visitors) = (packed.number()?, packed.number()?);
            }
            let numbers = numbers[whose as usize];
            if numbers.clicks > 0 {
                look(day, value, numbers);
            }
        }
    }
    Ok(())
}
