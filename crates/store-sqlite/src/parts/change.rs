//! What happens to the parts, all of it in one transaction: after it, each click is in exactly one tier, as before.

use super::manifest::{self, Entry};
use crate::clicks::{Cells, add_up, blocks};
use crate::days::{self, Settled};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use trackway_store::clicks::ClickRow;

/// A change that has been prepared: its files are on the disk.
#[derive(Default)]
pub(crate) struct Change {
    /// Files that are parts no more.
    pub(crate) retired: Vec<String>,
    /// Files that are parts from now on.
    pub(crate) added: Vec<Entry>,
    /// Blocks up to this position are in parts from now on.
    pub(crate) compacted: Option<u64>,
    /// A block by its first position, with other clicks in it, as many as there were.
    pub(crate) block: Option<(u64, Vec<ClickRow>)>,
    /// Counts by link, quarter and class that the log answers in another way now.
    pub(crate) cells: Cells,
    /// Clicks that are not in the log any more: of people, and all, by link.
    pub(crate) purged: BTreeMap<i64, (u64, u64)>,
    /// Days whose sums are not those of the log any more.
    pub(crate) stale_days: BTreeSet<i64>,
    /// A day that is added up.
    pub(crate) settled: Option<Settled>,
    /// Retired files that have been removed.
    pub(crate) swept: Vec<String>,
}

/// Makes a change. False, and nothing is changed, where blocks have come together meanwhile: it must be prepared anew.
pub(crate) fn apply(connection: &Connection, change: Change) -> rusqlite::Result<bool> {
    if let Some(position) = change.compacted
        && !drop_blocks(connection, position)?
    {
        return Ok(false);
    }
    if let Some((first, rows)) = &change.block
        && !blocks::replace(connection, *first, rows)?
    {
        return Ok(false);
    }
    if let Some(settled) = &change.settled
        && !days::write(connection, settled)?
    {
        return Ok(false);
    }
    change.retired.iter().try_for_each(|file| manifest::retire(connection, file))?;
    change.added.iter().try_for_each(|entry| manifest::add(connection, entry))?;
    for file in &change.swept {
        connection.prepare_cached("DELETE FROM retired_parts WHERE file = ?")?.execute([file])?;
    }
    for (link, (clicks, visits)) in &change.purged {
        let upsert = "INSERT INTO purged_clicks VALUES (?, ?, ?)
            ON CONFLICT DO UPDATE SET clicks = clicks + excluded.clicks, visits = visits + excluded.visits";
        connection.prepare_cached(upsert)?.execute((link, clicks, visits))?;
    }
    mark_stale(connection, change.stale_days.iter().copied())?;
    connection.execute("UPDATE click_tiers SET generation = generation + 1", [])?;
    let leaves_totals_alone = !change.purged.is_empty();
    add_up::add(connection, change.cells, leaves_totals_alone).map(|()| true)
}

/// Says that settled days have changed. What is not settled needs no mark.
pub(crate) fn mark_stale(connection: &Connection, days: impl IntoIterator<Item = i64>) -> rusqlite::Result<()> {
    let mut update = connection.prepare_cached("UPDATE settled_days SET is_stale = 1 WHERE day = ? AND NOT is_stale")?;
    days.into_iter().try_for_each(|day| update.execute([day]).map(|_| ()))
}

fn drop_blocks(connection: &Connection, position: u64) -> rusqlite::Result<bool> {
    let grown = "SELECT 1 FROM click_blocks WHERE first <= ?1 AND first + clicks - 1 > ?1";
    if connection.prepare_cached(grown)?.exists([position])? {
        return Ok(false);
    }
    for delete in ["DELETE FROM click_blocks WHERE first <= ?", "DELETE FROM click_block_data WHERE first <= ?"] {
        connection.prepare_cached(delete)?.execute([position])?;
    }
    connection.execute("UPDATE click_tiers SET compacted = ?", [position])?;
    Ok(true)
}
