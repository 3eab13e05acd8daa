//! The log of clicks, as blocks in the order of their arrival.
//!
//! A click's position in the log is its block's first position and its place therein. Blocks that are small are written together with
//! their neighbours, as in a binary counter, so that a click is rewritten a dozen times at most and there are few blocks; positions stay.

use crate::block::{Block, Unreadable, encode};
use crate::parts::manifest;
use rusqlite::types::Type;
use rusqlite::{CachedStatement, Connection, OptionalExtension as _};
use trackway_domain::click::ClickId;
use trackway_domain::link::LinkId;
use trackway_store::clicks::{ClickRow, LogPosition};

/// Blocks of this many clicks are not written together any more.
const ENOUGH: usize = 4_096;

/// A batch as a block, with what finds it.
pub(super) struct NewBlock {
    clicks: usize,
    /// Milliseconds since 1970 of the first and the last click.
    times: (i64, i64),
    /// The lowest and the highest id.
    ids: ([u8; 16], [u8; 16]),
    data: Vec<u8>,
}

impl NewBlock {
    /// A batch in blocks that are no larger than need be: their clicks are walked column by column, and should still be at hand then.
    pub(super) fn all_of(rows: &[ClickRow]) -> Vec<Self> {
        rows.chunks(ENOUGH).filter_map(Self::of).collect()
    }

    /// None where there is no click.
    fn of(rows: &[ClickRow]) -> Option<Self> {
        let (first, rest) = rows.split_first()?;
        let of = |row: &ClickRow| (row.at.as_millisecond(), row.id.0.as_u128());
        let start = of(first);
        let (lowest, highest) = rest
            .iter()
            .map(of)
            .fold((start, start), |(low, high), (at, id)| ((low.0.min(at), low.1.min(id)), (high.0.max(at), high.1.max(id))));
        let ids = (lowest.1.to_be_bytes(), highest.1.to_be_bytes());
        Some(Self { clicks: rows.len(), times: (lowest.0, highest.0), ids, data: encode(rows) })
    }
}

/// Appends a block, and writes it together with those before it that are no larger.
pub(super) fn append(connection: &Connection, mut block: NewBlock) -> rusqlite::Result<()> {
    let mut first = end(connection)?.0 + 1;
    let mut rows = None;
    while block.clicks < ENOUGH
        && let Some((before, count)) = last(connection)?
        && count < 2 * block.clicks
        && count + block.clicks <= ENOUGH
    {
        let (mut joined, later) = (read(connection, before)?, rows.take().map_or_else(|| read_rows(&block.data), Ok)?);
        joined.extend(later);
        remove(connection, before)?;
        first = before;
        block = NewBlock::of(&joined).unwrap_or(block);
        rows = Some(joined);
    }
    insert(connection, first, &block)
}

/// Writes other clicks in a block's place, as many as there were. False where it holds as many no more, and is left as it is.
pub(crate) fn replace(connection: &Connection, first: u64, rows: &[ClickRow]) -> rusqlite::Result<bool> {
    let mut select = connection.prepare_cached("SELECT clicks FROM click_blocks WHERE first = ?")?;
    if select.query_row([first], |row| row.get(0)).optional()? != Some(rows.len()) {
        return Ok(false);
    }
    remove(connection, first)?;
    NewBlock::of(rows).map_or(Ok(()), |block| insert(connection, first, &block)).map(|()| true)
}

/// The last position; where there is no block, that of the parts.
pub(crate) fn end(connection: &Connection) -> rusqlite::Result<LogPosition> {
    let end = last(connection)?.map(|(first, clicks)| first + clicks as u64 - 1);
    end.map_or_else(|| manifest::compacted(connection), Ok).map(LogPosition)
}

/// The newest clicks of a link, newest first.
pub(super) fn latest(connection: &Connection, link: LinkId, limit: usize) -> rusqlite::Result<Vec<ClickRow>> {
    let mut found = Vec::new();
    let mut data = connection.prepare_cached("SELECT data FROM click_block_data ORDER BY first DESC")?;
    let mut blocks = data.query([])?;
    while found.len() < limit
        && let Some(block) = blocks.next()?
    {
        let block = open(block.get_ref(0)?.as_blob()?)?;
        let indexes = block.indexes_of(link);
        found.extend(block.rows(indexes.into_iter().rev().take(limit - found.len())).map_err(unreadable)?);
    }
    Ok(found)
}

/// The click with an id: only in blocks whose ids lie around it, which is one, unless a clock was set back.
pub(crate) fn find(connection: &Connection, id: ClickId) -> rusqlite::Result<Option<ClickRow>> {
    let select = "SELECT data FROM click_blocks JOIN click_block_data USING (first) WHERE ?1 BETWEEN lowest AND highest";
    let mut select = connection.prepare_cached(select)?;
    let mut blocks = select.query([id.0.as_bytes()])?;
    while let Some(block) = blocks.next()? {
        let block = open(block.get_ref(0)?.as_blob()?)?;
        if let Some(index) = block.index_of(id) {
            return Ok(block.rows([index]).map_err(unreadable)?.pop());
        }
    }
    Ok(None)
}

/// Clicks behind a position.
pub(super) fn log(connection: &Connection, after: LogPosition, limit: usize) -> rusqlite::Result<Vec<(LogPosition, ClickRow)>> {
    let mut found = Vec::new();
    let mut next = after.0 + 1;
    while found.len() < limit
        && let Some(first) = holding(connection, next)?
    {
        with_block(connection, first, |block| {
            let skipped = usize::try_from(next.saturating_sub(first)).unwrap_or(usize::MAX);
            let rows = block.rows((skipped..block.len()).take(limit - found.len())).map_err(unreadable)?;
            let start = first + skipped as u64;
            next = start + rows.len() as u64;
            found.extend((start..).map(LogPosition).zip(rows));
            Ok(())
        })?;
    }
    Ok(found)
}

/// Shows each block behind a position: its first position and what it holds, until the end as it is now.
pub(crate) fn for_each(
    connection: &Connection,
    after: LogPosition,
    mut look: impl FnMut(u64, &Block<'_>) -> Result<(), Unreadable>,
) -> rusqlite::Result<()> {
    let Some(first) = holding(connection, after.0 + 1)? else { return Ok(()) };
    let mut select = connection.prepare_cached("SELECT first, data FROM click_block_data WHERE first >= ? ORDER BY first")?;
    let mut blocks = select.query([first])?;
    while let Some(row) = blocks.next()? {
        look(row.get(0)?, &open(row.get_ref(1)?.as_blob()?)?).map_err(unreadable)?;
    }
    Ok(())
}

/// Blocks with clicks from between two times, in milliseconds since 1970, the second not included: the first position of each, and how many it has.
pub(crate) fn within(connection: &Connection, (from, before): (i64, i64)) -> rusqlite::Result<Vec<(u64, u64)>> {
    let select = "SELECT first, clicks FROM click_blocks WHERE latest >= ? AND earliest < ? ORDER BY first";
    connection.prepare_cached(select)?.query_map([from, before], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// Shows each block that may hold clicks from between two times, in milliseconds since 1970, the second not included.
pub(crate) fn for_each_within(
    connection: &Connection,
    (from, before): (i64, i64),
    mut look: impl FnMut(&Block<'_>) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let select = "SELECT data FROM click_blocks JOIN click_block_data USING (first) WHERE latest >= ? AND earliest < ? ORDER BY first";
    let mut select = connection.prepare_cached(select)?;
    let mut blocks = select.query([from, before])?;
    while let Some(row) = blocks.next()? {
        look(&open(row.get_ref(0)?.as_blob()?)?)?;
    }
    Ok(())
}

/// The first position of a block that holds the click with an id.
pub(crate) fn holding_id(connection: &Connection, id: ClickId) -> rusqlite::Result<Option<u64>> {
    let select = "SELECT first, data FROM click_blocks JOIN click_block_data USING (first) WHERE ?1 BETWEEN lowest AND highest";
    let mut select = connection.prepare_cached(select)?;
    let mut blocks = select.query([id.0.as_bytes()])?;
    while let Some(block) = blocks.next()? {
        if open(block.get_ref(1)?.as_blob()?)?.index_of(id).is_some() {
            return block.get(0).map(Some);
        }
    }
    Ok(None)
}

/// The clicks of one block.
pub(crate) fn read(connection: &Connection, first: u64) -> rusqlite::Result<Vec<ClickRow>> {
    with_block(connection, first, |block| block.rows(0..block.len()).map_err(unreadable))
}

/// The first position of the block that holds a position, or of the next one.
pub(super) fn holding(connection: &Connection, position: u64) -> rusqlite::Result<Option<u64>> {
    let select = "SELECT first FROM click_blocks WHERE first + clicks > ?1 AND first >= ifnull((SELECT max(first) FROM click_blocks
        WHERE first <= ?1), 0) ORDER BY first LIMIT 1";
    connection.prepare_cached(select)?.query_row([position], |row| row.get(0)).optional()
}

/// Looks at one block.
pub(crate) fn with_block<T>(
    connection: &Connection,
    first: u64,
    look: impl FnOnce(&Block<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    let mut select = connection.prepare_cached("SELECT data FROM click_block_data WHERE first = ?")?;
    select.query_row([first], |row| look(&open(row.get_ref(0)?.as_blob()?)?))
}

fn read_rows(data: &[u8]) -> rusqlite::Result<Vec<ClickRow>> {
    let block = open(data)?;
    block.rows(0..block.len()).map_err(unreadable)
}

fn open(data: &[u8]) -> rusqlite::Result<Block<'_>> {
    Block::open(data).map_err(unreadable)
}

pub(crate) fn unreadable(error: Unreadable) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, Type::Blob, Box::new(error))
}

/// The newest block's first position, and how many clicks it holds.
fn last(connection: &Connection) -> rusqlite::Result<Option<(u64, usize)>> {
    let mut select = connection.prepare_cached("SELECT first, clicks FROM click_blocks ORDER BY first DESC LIMIT 1")?;
    select.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()
}

fn insert(connection: &Connection, first: u64, block: &NewBlock) -> rusqlite::Result<()> {
    let NewBlock { clicks, times, ids, data } = block;
    connection
        .prepare_cached("INSERT INTO click_blocks (first, clicks, earliest, latest, lowest, highest) VALUES (?, ?, ?, ?, ?, ?)")?
        .execute((first, clicks, times.0, times.1, ids.0, ids.1))?;
    insert_data(connection.prepare_cached("INSERT INTO click_block_data (first, data) VALUES (?, ?)")?, first, data)
}

fn insert_data(mut insert: CachedStatement<'_>, first: u64, data: &[u8]) -> rusqlite::Result<()> {
    insert.execute((first, data)).map(|_| ())
}

fn remove(connection: &Connection, first: u64) -> rusqlite::Result<()> {
    for delete in ["DELETE FROM click_blocks WHERE first = ?", "DELETE FROM click_block_data WHERE first = ?"] {
        connection.prepare_cached(delete)?.execute([first])?;
    }
    Ok(())
}
