//! Applying the rules anew to what is in the log: a part, or a block, at a time.

use crate::clicks::add_up::{QUARTER, QUARTERS_A_DAY};
use crate::clicks::blocks;
use crate::parts::{Change, Fate, PartError, Room, manifest, rewrite};
use rusqlite::Connection;
use trackway_store::clicks::{LogPosition, Reclassified, Rule};

/// Reclassifies the part or the block behind a position; counters follow with the change. None where the log ends there.
pub(super) fn reclassify(
    connection: &Connection,
    room: &Room,
    after: LogPosition,
    rule: &Rule,
) -> Result<Option<(Change, Reclassified)>, PartError> {
    let Some(entry) = manifest::behind(connection, after.0)?.into_iter().next() else {
        return Ok(reclassify_block(connection, after, rule)?);
    };
    let (change, changed) = rewrite(connection, room, &entry, |row| {
        let traffic = rule(row);
        let fate = if traffic == row.traffic { Fate::Stays } else { Fate::IsChanged };
        row.traffic = traffic;
        fate
    })?;
    Ok(Some((change, Reclassified { to: LogPosition(entry.contents.positions.1), changed })))
}

/// Reclassifies the block behind a position.
fn reclassify_block(connection: &Connection, after: LogPosition, rule: &Rule) -> rusqlite::Result<Option<(Change, Reclassified)>> {
    let _moment = connection.unchecked_transaction()?;
    let Some(first) = blocks::holding(connection, after.0 + 1)? else { return Ok(None) };
    let mut rows = blocks::read(connection, first)?;
    let (mut change, mut changed) = (Change::default(), 0);
    for row in &mut rows {
        let traffic = rule(row);
        if traffic != row.traffic {
            let quarter = row.at.as_millisecond().div_euclid(QUARTER);
            let cell = |traffic| (row.link.0.to_i64(), quarter, traffic);
            *change.cells.entry(cell(row.traffic as u8)).or_default() -= 1;
            *change.cells.entry(cell(traffic as u8)).or_default() += 1;
            change.stale_days.insert(quarter.div_euclid(QUARTERS_A_DAY));
            row.traffic = traffic;
            changed += 1;
        }
    }
    let to = LogPosition(first + rows.len() as u64 - 1);
    change.block = (changed > 0).then_some((first, rows));
    Ok(Some((change, Reclassified { to, changed })))
}
