//! The log of clicks, read from the database's blocks without the program's help: what it says of itself must not be all there is.

use rusqlite::Connection;
use std::net::IpAddr;
use uuid::Uuid;

/// What tests look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Logged {
    /// Where it stands in the log, from 1.
    pub(crate) position: i64,
    pub(crate) id: Uuid,
    pub(crate) link: i64,
    /// The number of its traffic class.
    pub(crate) traffic: u8,
    pub(crate) address: Option<IpAddr>,
}

/// The clicks behind a position.
pub(crate) fn logged_after(database: &Connection, position: i64) -> Vec<Logged> {
    let select = "SELECT first, data FROM click_blocks JOIN click_block_data USING (first) WHERE first + clicks > ? + 1 ORDER BY first";
    let mut select = database.prepare(select).expect("a statement");
    let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?));
    let blocks = select.query_map([position], read).expect("blocks").collect::<Result<Vec<_>, _>>().expect("blocks");
    let clicks = blocks.iter().flat_map(|(first, data)| block(*first, data));
    clicks.filter(|click| click.position > position).collect()
}

/// Version, count, then columns with their lengths: ids, links, times, traffic, destination, platform, signals, addresses and more.
fn block(first: i64, data: &[u8]) -> Vec<Logged> {
    assert_eq!(data[0], 1, "the version");
    let count = number(&data[1..]);
    let (mut rest, mut columns) = (&data[5..], Vec::new());
    while !rest.is_empty() {
        let (column, behind) = rest[4..].split_at(number(rest));
        columns.push(column);
        rest = behind;
    }
    let (links, addresses) = (coded(columns[1], count), coded(columns[7], count));
    (0..count)
        .map(|index| Logged {
            position: first + i64::try_from(index).expect("few"),
            id: Uuid::from_slice(&columns[0][index * 16..(index + 1) * 16]).expect("a uuid"),
            link: i64::from_le_bytes(links[index].try_into().expect("a link")),
            traffic: columns[3][index],
            address: match addresses[index].len() {
                0 => None,
                4 => Some(IpAddr::from(<[u8; 4]>::try_from(addresses[index]).expect("an address"))),
                _ => Some(IpAddr::from(<[u8; 16]>::try_from(addresses[index]).expect("an address"))),
            },
        })
        .collect()
}

/// Number of values, width, the number of each click's value, the values with their lengths.
fn coded(column: &[u8], count: usize) -> Vec<&[u8]> {
    let (values, width) = (number(column), usize::from(column[4]));
    let (numbers, mut rest) = column[5..].split_at(count * width);
    let values = (0..values).map(|_| {
        let (value, behind) = rest[4..].split_at(number(rest));
        rest = behind;
        value
    });
    let values = values.collect::<Vec<_>>();
    let at = |index: usize| numbers[index * width..(index + 1) * width].iter().rev().fold(0, |sum, byte| sum << 8 | usize::from(*byte));
    (0..count).map(|index| values[at(index)]).collect()
}

fn number(bytes: &[u8]) -> usize {
    u32::from_le_bytes(bytes[..4].try_into().expect("four bytes")) as usize
}
