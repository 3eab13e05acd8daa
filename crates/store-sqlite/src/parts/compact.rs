//! Turning blocks into a part.

use super::room::{Room, Tending};
use super::{Builder, Change, Columns, PartError, Remap};
use crate::clicks::blocks;
use crate::column::uuid;
use foldhash::fast::RandomState;
use rusqlite::{Connection, OptionalExtension as _};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use trackway_store::clicks::ClickRow;

/// Which blocks become a part.
#[derive(Clone, Copy)]
pub(crate) enum Wanted {
    /// The oldest, where enough wait.
    Enough,
    /// All up to the last one with a click from before that time, in milliseconds since 1970.
    AllBefore(i64),
}

/// Writes a part of the oldest blocks. None where none are wanted.
pub(crate) fn compact(connection: &Connection, room: &Room, wanted: Wanted) -> Result<Option<Change>, PartError> {
    // Blocks may come together at any time, so that all are found and read as of one moment.
    let moment = connection.unchecked_transaction()?;
    let blocks = match wanted {
        Wanted::Enough => enough(connection, room.tending())?,
        Wanted::AllBefore(time) => all_before(connection, time)?,
    };
    let Some((last, clicks)) = blocks.last().copied() else { return Ok(None) };
    let columns = read(connection, blocks.iter().map(|(first, _)| *first))?;
    moment.finish()?;
    let mut order = (0..columns.len()).collect::<Vec<_>>();
    order.sort_unstable_by_key(|index| columns.key(*index));
    let entry = room.write(0, |writer| {
        for group in order.chunks(room.tending().row_group) {
            let (mut builder, mut remap) = (Builder::default(), Remap::of(&columns));
            group.iter().for_each(|index| builder.take(&columns, *index, &mut remap));
            writer.write(&builder.finish())?;
        }
        Ok(())
    })?;
    Ok(Some(Change { added: entry.into_iter().collect(), compacted: Some(last + clicks - 1), ..Change::default() }))
}

/// The clicks of blocks, one block at a time: as rows they take several times the memory.
fn read(connection: &Connection, blocks: impl IntoIterator<Item = u64>) -> Result<Columns, PartError> {
    let (mut builder, mut workspaces) = (Builder::default(), Workspaces::default());
    for first in blocks {
        for (position, row) in (first..).zip(blocks::read(connection, first)?) {
            builder.push(position, &row, workspaces.of(connection, &row)?);
        }
    }
    Ok(builder.finish())
}

/// Blocks by their first position and their clicks; never the newest, which the next batch may be joined to.
fn enough(connection: &Connection, tending: &Tending) -> rusqlite::Result<Vec<(u64, u64)>> {
    let mut blocks = select(connection, "SELECT first, clicks FROM click_blocks ORDER BY first", ())?;
    let waiting = blocks.iter().map(|(_, clicks)| clicks).sum::<u64>();
    blocks.pop();
    if waiting < tending.waiting {
        blocks.clear();
    }
    let mut taken = 0;
    blocks.retain(|(_, clicks)| {
        let before = taken;
        taken += clicks;
        before < tending.row_group as u64
    });
    Ok(blocks)
}

fn all_before(connection: &Connection, time: i64) -> rusqlite::Result<Vec<(u64, u64)>> {
    let last = "(SELECT max(first) FROM click_blocks WHERE earliest < ?)";
    let mut blocks = select(connection, &format!("SELECT first, clicks FROM click_blocks WHERE first <= {last} ORDER BY first"), [time])?;
    blocks.truncate(AT_ONCE);
    Ok(blocks)
}

fn select(connection: &Connection, select: &str, parameters: impl rusqlite::Params) -> rusqlite::Result<Vec<(u64, u64)>> {
    connection.prepare_cached(select)?.query_map(parameters, |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// Blocks that are read at once, though all were wanted.
const AT_ONCE: usize = 32;

/// Which workspace a link belongs to, as a part says it. That never changes, and not even a deleted link's is forgotten.
#[derive(Default)]
pub(crate) struct Workspaces(HashMap<i64, Option<String>, RandomState>);

impl Workspaces {
    /// None for a link that nobody knows.
    pub(crate) fn of(&mut self, connection: &Connection, row: &ClickRow) -> rusqlite::Result<Option<&str>> {
        let link = row.link.0.to_i64();
        let workspace = match self.0.entry(link) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                let mut select = connection.prepare_cached("SELECT workspace FROM links WHERE id = ?")?;
                let workspace = select.query_row([link], |row| uuid(row, "workspace")).optional()?;
                unknown.insert(workspace.map(|workspace| workspace.to_string()))
            }
        };
        Ok(workspace.as_deref())
    }
}
