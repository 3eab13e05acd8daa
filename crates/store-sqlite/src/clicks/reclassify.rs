//! Applying the rules anew to what is in the log, a block at a time.

use crate::clicks::add_up::{self, Cells, QUARTER};
use crate::clicks::blocks;
use rusqlite::Connection;
use trackway_store::clicks::{LogPosition, Reclassified, Rule};

/// Reclassifies the block behind a position; totals and quarters follow.
pub(super) fn reclassify(connection: &Connection, after: LogPosition, rule: &Rule) -> rusqlite::Result<Option<Reclassified>> {
    let Some(first) = blocks::holding(connection, after.0 + 1)? else { return Ok(None) };
    let mut rows = blocks::read(connection, first)?;
    let (mut cells, mut changed) = (Cells::default(), 0);
    for row in &mut rows {
        let traffic = rule(row);
        if traffic != row.traffic {
            let cell = |traffic| (row.link.0.to_i64(), row.at.as_millisecond().div_euclid(QUARTER), traffic);
            *cells.entry(cell(row.traffic as u8)).or_default() -= 1;
            *cells.entry(cell(traffic as u8)).or_default() += 1;
            row.traffic = traffic;
            changed += 1;
        }
    }
    if changed > 0 {
        blocks::replace(connection, first, &rows)?;
        add_up::add(connection, cells)?;
    }
    Ok(Some(Reclassified { to: LogPosition(first + rows.len() as u64 - 1), changed }))
}
