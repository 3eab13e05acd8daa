//! Writing small neighbours together, so that a question opens few parts.

use super::manifest::{self, Entry};
use super::room::Room;
use super::{Builder, Change, Columns, Part, PartError, PartWriter, Remap};
use crate::days;
use rusqlite::Connection;
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};
use std::sync::Arc;

/// How many small parts become one.
const TOGETHER: usize = 4;

/// Parts of fewer row groups are small. So each click is written twice. Merging on would make fewer parts; but what lies in the middle of a day is
/// counted click by click, among all that its part holds, since clicks are sorted by link first.
const SMALL: usize = 2;

/// Merges the oldest small neighbours. None where there are not enough of them.
pub(crate) fn merge(connection: &Connection, room: &Room) -> Result<Option<Change>, PartError> {
    let entries = manifest::entries(connection)?;
    let row_group = room.tending().row_group;
    let settled = days::fresh(connection, i64::MIN, i64::MAX)?;
    let Some(chosen) = chosen(&entries, row_group, &settled) else { return Ok(None) };
    let parts = chosen.iter().map(|entry| manifest::open(connection, entry)).collect::<Result<Vec<_>, _>>()?;
    let merged = room.write(0, |writer| together(parts, writer, row_group, || room.about_to("write a row group")))?;
    let retired = chosen.iter().map(|entry| entry.file.clone()).collect();
    Ok(Some(Change { retired, added: merged.into_iter().collect(), ..Change::default() }))
}

/// Only parts of settled days: what is counted click by click, today above all, stays in small ones.
fn chosen<'a>(entries: &'a [Entry], row_group: usize, settled: &BTreeSet<i64>) -> Option<&'a [Entry]> {
    let is_small = |entry: &Entry| entry.contents.clicks < (SMALL * row_group) as u64 && entry.contents.days.is_subset(settled);
    entries.windows(TOGETHER).find(|window| window.iter().all(is_small))
}

/// Writes what sorted parts hold, sorted.
fn together(parts: Vec<Arc<Part>>, writer: &mut PartWriter, row_group: usize, mut each_group: impl FnMut()) -> Result<(), PartError> {
    let mut sources = parts.into_iter().map(Source::open).collect::<Result<Vec<_>, _>>()?;
    let keys = sources.iter().enumerate().filter_map(|(number, source)| Some(Reverse((source.key()?, number))));
    let mut next = keys.collect::<BinaryHeap<_>>();
    let mut builder = Builder::default();
    while let Some(Reverse((_, number))) = next.pop() {
        let source = &mut sources[number];
        builder.take(&source.columns, source.at, &mut source.remap);
        if builder.len() == row_group {
            each_group();
            writer.write(&builder.finish())?;
            sources.iter_mut().for_each(|source| source.remap = Remap::of(&source.columns));
        }
        let source = &mut sources[number];
        source.advance()?;
        next.extend(source.key().map(|key| Reverse((key, number))));
    }
    if builder.len() > 0 { writer.write(&builder.finish()) } else { Ok(()) }
}

/// A part that is being read from its first click to its last, a row group at a time.
struct Source {
    part: Arc<Part>,
    group: usize,
    columns: Columns,
    remap: Remap,
    at: usize,
}

impl Source {
    fn open(part: Arc<Part>) -> Result<Self, PartError> {
        let columns = if part.groups() > 0 { part.columns(0, 0..part.rows(0))? } else { Columns::default() };
        Ok(Self { part, group: 0, remap: Remap::of(&columns), columns, at: 0 })
    }

    /// Where the next click stands among all. None behind the last.
    fn key(&self) -> Option<(i64, i64, u64)> {
        (self.at < self.columns.len()).then(|| self.columns.key(self.at))
    }

    fn advance(&mut self) -> Result<(), PartError> {
        self.at += 1;
        if self.at == self.columns.len() && self.group + 1 < self.part.groups() {
            self.group += 1;
            self.columns = self.part.columns(self.group, 0..self.part.rows(self.group))?;
            (self.remap, self.at) = (Remap::of(&self.columns), 0);
        }
        Ok(())
    }
}
