//! Clicks of a day by city, of which there are several of one name: with their countries and regions, for a workspace or a busy link.

use super::numbers::{CITIES, Whose};
use super::pack::{Packed, put, put_text, release};
use rusqlite::Connection;

/// A city by country, region and name.
pub(crate) type City<'a> = [Option<&'a str>; 3];

/// The cities of a day, each with everybody's clicks and people's.
pub(super) fn packed<'a>(cities: impl Iterator<Item = (City<'a>, [u64; 2])>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (city, clicks) in cities {
        city.iter().for_each(|text| put_text(&mut bytes, *text));
        clicks.iter().for_each(|count| put(&mut bytes, *count));
    }
    bytes
}

/// Shows the cities of a workspace's or a link's days from one to another, both included, each with its day and its clicks.
pub(crate) fn cities_of(
    connection: &Connection,
    subject: &[u8],
    (first, last): (i64, i64),
    whose: Whose,
    mut look: impl FnMut(i64, City<'_>, u64),
) -> rusqlite::Result<()> {
    let select = "SELECT day, data FROM day_numbers WHERE subject = ? AND dimension = ? AND day BETWEEN ? AND ?";
    let mut select = connection.prepare_cached(select)?;
    let mut rows = select.query((subject, CITIES, first, last))?;
    while let Some(row) = rows.next()? {
        let bytes = release(row.get_ref(1)?.as_blob()?)?;
        let (day, mut packed) = (row.get(0)?, Packed(&bytes));
        while !packed.is_empty() {
            let city = [packed.text()?, packed.text()?, packed.text()?];
            let clicks = [packed.number()?, packed.number()?][whose as usize];
            if clicks > 0 {
                look(day, city, clicks);
            }
        }
    }
    Ok(())
}
