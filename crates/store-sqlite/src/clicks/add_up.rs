//! What clicks add up to, counted per batch: a link that is clicked a thousand times in a batch costs one update.

use crate::parts::mark_stale;
use foldhash::fast::RandomState;
use rusqlite::Connection;
use std::collections::HashMap;
use trackway_domain::traffic::TrafficClass;
use trackway_store::clicks::ClickRow;

/// Milliseconds in a quarter of an hour.
pub(crate) const QUARTER: i64 = 15 * 60 * 1_000;

/// Quarters of an hour in a day.
pub(crate) const QUARTERS_A_DAY: i64 = 24 * 60 * 60 * 1_000 / QUARTER;

/// Adds a batch to totals and quarters.
pub(super) fn add_up(connection: &Connection, batch: &[ClickRow]) -> rusqlite::Result<()> {
    let mut cells = Cells::default();
    for click in batch {
        *cells.entry((click.link.0.to_i64(), click.at.as_millisecond().div_euclid(QUARTER), click.traffic as u8)).or_default() += 1;
    }
    let mut days = cells.keys().map(|(_, quarter, _)| quarter.div_euclid(QUARTERS_A_DAY)).collect::<Vec<_>>();
    days.sort_unstable();
    days.dedup();
    mark_stale(connection, days)?;
    add(connection, cells, false)
}

/// Changes of counts by link, quarter and class; a class that a click has lost counts below zero.
pub(crate) type Cells = HashMap<(i64, i64, u8), i64, RandomState>;

/// Adds changes to quarters, and to totals unless these keep what has left the log; in the order of the tables, since neighbours share pages.
pub(crate) fn add(connection: &Connection, cells: Cells, leaves_totals_alone: bool) -> rusqlite::Result<()> {
    let mut cells = cells.into_iter().filter(|(_, count)| *count != 0).collect::<Vec<_>>();
    cells.sort_unstable();
    let upsert = "INSERT INTO link_quarters VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET clicks = clicks + excluded.clicks";
    let mut upsert = connection.prepare_cached(upsert)?;
    for ((link, quarter, traffic), count) in &cells {
        upsert.execute((link, quarter, traffic, count))?;
    }
    if leaves_totals_alone { Ok(()) } else { add_to_totals(connection, &cells) }
}

fn add_to_totals(connection: &Connection, cells: &[((i64, i64, u8), i64)]) -> rusqlite::Result<()> {
    let upsert = "INSERT INTO link_totals (link, clicks, visits) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET clicks = clicks + excluded.clicks, visits = visits + excluded.visits";
    let mut upsert = connection.prepare_cached(upsert)?;
    for of_link in cells.chunk_by(|((first, ..), _), ((second, ..), _)| first == second) {
        let visits = of_link.iter().map(|(_, count)| count).sum::<i64>();
        let humans = of_link.iter().filter(|((_, _, traffic), _)| *traffic == TrafficClass::Human as u8);
        upsert.execute((of_link[0].0.0, humans.map(|(_, count)| count).sum::<i64>(), visits))?;
    }
    Ok(())
}
