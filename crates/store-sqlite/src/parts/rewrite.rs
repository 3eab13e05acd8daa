//! Writing a part anew, with other clicks or without some.

use super::manifest::{self, Entry};
use super::room::Room;
use super::{Builder, Change, PartError};
use crate::clicks::{Cells, QUARTER, QUARTERS_A_DAY};
use rusqlite::Connection;
use trackway_domain::traffic::TrafficClass;
use trackway_store::clicks::ClickRow;

/// What becomes of a click. Its link and its time stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Stays,
    IsChanged,
    IsDropped,
}

/// Decides on each click of a part, and writes the part anew where one does not stay as it is. What follows for counters is in the change: a
/// class that is another, a click that is dropped. Gives how many did not stay; the change is empty where all did.
pub(crate) fn rewrite(
    connection: &Connection,
    room: &Room,
    entry: &Entry,
    mut fate: impl FnMut(&mut ClickRow) -> Fate,
) -> Result<(Change, u64), PartError> {
    let part = manifest::open(connection, entry)?;
    let (mut change, mut touched) = (Change::default(), 0);
    let written = room.write(0, |writer| {
        for group in 0..part.groups() {
            let columns = part.columns(group, 0..part.rows(group))?;
            let mut builder = Builder::default();
            for (index, mut row) in columns.rows(0..columns.len())?.into_iter().enumerate() {
                let before = row.traffic;
                let fate = fate(&mut row);
                note(&mut change, &row, before, fate);
                touched += u64::from(fate != Fate::Stays);
                if fate != Fate::IsDropped {
                    let workspace = columns.text(super::Text::Workspace, index).map(|text| &**text);
                    builder.push(columns.positions[index], &row, workspace);
                }
            }
            if builder.len() > 0 {
                writer.write(&builder.finish())?;
            }
        }
        Ok(())
    })?;
    match written {
        Some(same) if touched == 0 => room.discard(&same)?,
        written => {
            change.added = written.into_iter().collect();
            change.retired = vec![entry.file.clone()];
        }
    }
    Ok((change, touched))
}

fn note(change: &mut Change, row: &ClickRow, before: TrafficClass, fate: Fate) {
    if fate == Fate::Stays {
        return;
    }
    let (link, quarter) = (row.link.0.to_i64(), row.at.as_millisecond().div_euclid(QUARTER));
    change.stale_days.insert(quarter.div_euclid(QUARTERS_A_DAY));
    let count = |cells: &mut Cells, traffic: TrafficClass, by: i64| *cells.entry((link, quarter, traffic as u8)).or_default() += by;
    match fate {
        Fate::IsDropped => {
            count(&mut change.cells, before, -1);
            let (clicks, visits) = change.purged.entry(link).or_default();
            *clicks += u64::from(before == TrafficClass::Human);
            *visits += 1;
        }
        _ if before != row.traffic => {
            count(&mut change.cells, before, -1);
            count(&mut change.cells, row.traffic, 1);
        }
        _ => {}
    }
}
