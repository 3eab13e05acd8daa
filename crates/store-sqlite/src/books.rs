//! Counters held against the log, and set right from it.
//!
//! The log has no index by link, so it is read once from end to end. What was added while it was read is small, and is read again inside
//! the transaction that sets a link right.

use crate::SqliteStore;
use crate::clicks::{QUARTER, blocks};
use crate::column::broken;
use crate::credit_books;
use async_trait::async_trait;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _};
use std::collections::{BTreeMap, BTreeSet};
use trackway_domain::link::LinkId;
use trackway_domain::snowflake::Snowflake;
use trackway_domain::traffic::TrafficClass;
use trackway_store::StoreError;
use trackway_store::books::{Books, Counter, Difference, Progress};
use trackway_store::clicks::LogPosition;

/// Visits of each link by quarter and class.
type Cells = BTreeMap<i64, BTreeMap<(i64, u8), u64>>;

#[async_trait]
impl Books for SqliteStore {
    async fn differences(&self, progress: Progress) -> Result<Vec<Difference>, StoreError> {
        self.read(move |connection| {
            let (logged, _) = read_log(connection, LogPosition(0), |_| true, &progress)?;
            compare(connection, &logged)
        })
        .await
    }

    async fn mend(&self, links: Vec<LinkId>, progress: Progress) -> Result<(), StoreError> {
        let wanted = links.iter().map(|link| link.0.to_i64()).collect::<BTreeSet<_>>();
        let chosen = wanted.clone();
        let (mut logged, end) =
            self.read(move |connection| read_log(connection, LogPosition(0), |link| chosen.contains(&link), &progress)).await?;
        for link in wanted {
            let cells = logged.remove(&link).unwrap_or_default();
            self.write(move |transaction| set_right(transaction, link, cells, end).map_err(broken)).await?;
        }
        Ok(())
    }
}

/// Adds up the clicks behind `after` of the links that are wanted; gives the last position, too.
fn read_log(
    connection: &Connection,
    after: LogPosition,
    is_wanted: impl Fn(i64) -> bool,
    progress: &Progress,
) -> rusqlite::Result<(Cells, LogPosition)> {
    let end = blocks::end(connection)?;
    let mut cells = Cells::new();
    blocks::for_each(connection, after, |first, block| {
        // The block that holds `after` may begin before it.
        let known = usize::try_from((after.0 + 1).saturating_sub(first)).unwrap_or(usize::MAX);
        for tally in block.tallies()?.into_iter().skip(known).filter(|tally| is_wanted(tally.link)) {
            *cells.entry(tally.link).or_default().entry((tally.at.div_euclid(QUARTER), tally.traffic)).or_default() += 1;
        }
        progress(first + block.len() as u64 - 1 - after.0, end.0 - after.0);
        Ok(())
    })?;
    Ok((cells, end))
}

fn compare(connection: &Connection, logged: &Cells) -> rusqlite::Result<Vec<Difference>> {
    let kept_cells = kept_cells(connection)?;
    let kept_totals = kept_totals(connection)?;
    let mut given = credit_books::differences(connection)?;
    let links = logged.keys().chain(kept_cells.keys()).chain(kept_totals.keys()).chain(given.keys()).copied().collect::<BTreeSet<_>>();
    let (nothing, mut differences) = (BTreeMap::new(), Vec::new());
    for link in links {
        let (logged, kept) = (logged.get(&link).unwrap_or(&nothing), kept_cells.get(&link).unwrap_or(&nothing));
        let (clicks, visits) = kept_totals.get(&link).copied().unwrap_or_default();
        let mut counters = vec![(Counter::Clicks, clicks, humans(logged)), (Counter::Visits, visits, logged.values().sum())];
        for cell in logged.keys().chain(kept.keys()).copied().collect::<BTreeSet<_>>() {
            let count = |cells: &BTreeMap<_, u64>| cells.get(&cell).copied().unwrap_or(0);
            counters.push((counter(cell), count(kept), count(logged)));
        }
        let counters = counters.into_iter().map(|(counter, kept, logged)| (counter, kept.cast_signed(), logged.cast_signed()));
        let counters = counters.chain(given.remove(&link).unwrap_or_default()).collect::<Vec<_>>();
        if counters.iter().any(|(_, kept, logged)| kept != logged) {
            let code = code_of(connection, link)?;
            let wrong = counters.into_iter().filter(|(_, kept, logged)| kept != logged);
            let id = LinkId(Snowflake::from_i64(link));
            differences.extend(wrong.map(|(counter, kept, logged)| Difference { link: id, code: code.clone(), counter, kept, logged }));
        }
    }
    Ok(differences)
}

fn humans(cells: &BTreeMap<(i64, u8), u64>) -> u64 {
    cells.iter().filter(|((_, traffic), _)| *traffic == TrafficClass::Human as u8).map(|(_, count)| count).sum()
}

/// A class that nobody knows is shown as the first; the number that differs is what matters.
fn counter((quarter, traffic): (i64, u8)) -> Counter {
    let start = Timestamp::from_millisecond(quarter.saturating_mul(QUARTER)).unwrap_or(Timestamp::MIN);
    Counter::Quarter(start, TrafficClass::from_number(traffic).unwrap_or(TrafficClass::Human))
}

fn kept_cells(connection: &Connection) -> rusqlite::Result<Cells> {
    let mut cells = Cells::new();
    let mut select = connection.prepare("SELECT link, quarter, traffic, clicks FROM link_quarters")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        cells.entry(row.get(0)?).or_default().insert((row.get(1)?, row.get(2)?), row.get(3)?);
    }
    Ok(cells)
}

fn kept_totals(connection: &Connection) -> rusqlite::Result<BTreeMap<i64, (u64, u64)>> {
    let mut select = connection.prepare("SELECT link, clicks, visits FROM link_totals")?;
    select.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?.collect()
}

fn code_of(connection: &Connection, link: i64) -> rusqlite::Result<Option<String>> {
    connection.prepare_cached("SELECT code FROM links WHERE id = ?")?.query_row([link], |row| row.get(0)).optional()
}

/// Sets one link's counters to what was read up to `end`, and what has come since.
fn set_right(connection: &Connection, link: i64, mut cells: BTreeMap<(i64, u8), u64>, end: LogPosition) -> rusqlite::Result<()> {
    let silent: Progress = Box::new(|_, _| {});
    let (mut since, _) = read_log(connection, end, |other| other == link, &silent)?;
    for (cell, count) in since.remove(&link).unwrap_or_default() {
        *cells.entry(cell).or_default() += count;
    }
    connection.prepare_cached("DELETE FROM link_quarters WHERE link = ?")?.execute([link])?;
    let mut insert = connection.prepare_cached("INSERT INTO link_quarters (link, quarter, traffic, clicks) VALUES (?, ?, ?, ?)")?;
    for ((quarter, traffic), clicks) in &cells {
        insert.execute((link, quarter, traffic, clicks))?;
    }
    let upsert = "INSERT INTO link_totals (link, clicks, visits) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET clicks = excluded.clicks, visits = excluded.visits";
    connection.prepare_cached(upsert)?.execute((link, humans(&cells), cells.values().sum::<u64>()))?;
    credit_books::set_right(connection, link)
}
