//! Counters held against the log, and set right from it.
//!
//! The log has no index by link, so it is read once from end to end. What was added while it was read is small, and is read again inside
//! the transaction that sets a link right. Of a settled day only the sums of the day are kept, so that only these are compared.

use crate::SqliteStore;
use crate::block::Tally;
use crate::clicks::{QUARTER, QUARTERS_A_DAY, blocks, log};
use crate::column::broken;
use crate::parts::{Change, Patience, Room, mark_stale};
use crate::{credit_books, days};
use async_trait::async_trait;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _};
use std::collections::{BTreeMap, BTreeSet};
use trackway_domain::link::LinkId;
use trackway_domain::snowflake::Snowflake;
use trackway_domain::traffic::TrafficClass;
use trackway_domain::utc_day::UtcDay;
use trackway_store::StoreError;
use trackway_store::books::{Books, Counter, Difference, Progress};
use trackway_store::clicks::LogPosition;

/// Visits of each link by quarter and class.
type Cells = BTreeMap<i64, BTreeMap<(i64, u8), i64>>;

#[async_trait]
impl Books for SqliteStore {
    async fn differences(&self, progress: Progress) -> Result<Vec<Difference>, StoreError> {
        self.read(move |connection| {
            let settled = days::settled(connection)?;
            let (logged, _) = read_log(connection, LogPosition(0), |_| true, |quarter| folded(quarter, &settled), &progress)?;
            compare(connection, &logged, &settled)
        })
        .await
    }

    async fn wrong_days(&self, progress: Progress) -> Result<Vec<UtcDay>, StoreError> {
        let days = self.read(|connection| days::fresh(connection, i64::MIN, i64::MAX)).await?;
        let (mut wrong, all, busy) = (Vec::new(), days.len() as u64, self.tending.busy);
        for (number, day) in (1..).zip(days) {
            if !self.read(move |connection| days::is_as_kept(connection, &days::add_up(connection, day, busy)?)).await? {
                wrong.push(UtcDay::from_number(day));
            }
            progress(number, all);
        }
        Ok(wrong)
    }

    async fn mend_days(&self, days: Vec<UtcDay>) -> Result<(), StoreError> {
        let (days, busy) = (days.into_iter().map(UtcDay::number).collect::<Vec<_>>(), self.tending.busy);
        let wrong = days.clone();
        self.write(move |transaction| mark_stale(transaction, wrong).map_err(broken)).await?;
        for day in days {
            let add_up = move |connection: &Connection, _: &Room| {
                let settled = Some(days::add_up(connection, day, busy)?);
                Ok(Some((Change { settled, ..Change::default() }, ())))
            };
            // A day that other clicks have come for meanwhile stays stale, and its turn comes.
            self.change_parts(Patience::Wait, add_up).await?;
        }
        Ok(())
    }

    async fn mend(&self, links: Vec<LinkId>, progress: Progress) -> Result<(), StoreError> {
        let wanted = links.iter().map(|link| link.0.to_i64()).collect::<BTreeSet<_>>();
        let (chosen, tending) = (wanted.clone(), self.tending.clone());
        // Nothing goes from one tier to the other meanwhile, and nothing is dropped: what was read at first is true in each transaction.
        let _room = self.at_parts(move |connection| Room::enter(connection, Patience::Wait, &tending)).await?;
        let (mut logged, end) = self
            .read(move |connection| read_log(connection, LogPosition(0), |link| chosen.contains(&link), |quarter| quarter, &progress))
            .await?;
        for link in wanted {
            let cells = logged.remove(&link).unwrap_or_default();
            self.write(move |transaction| set_right(transaction, link, cells, end).map_err(broken)).await?;
        }
        Ok(())
    }
}

/// Adds up the clicks behind `after` of the links that are wanted, each in the quarter that `fold` makes of its own; gives the last position, too.
fn read_log(
    connection: &Connection,
    after: LogPosition,
    is_wanted: impl Fn(i64) -> bool,
    fold: impl Fn(i64) -> i64,
    progress: &Progress,
) -> rusqlite::Result<(Cells, LogPosition)> {
    let end = log::end(connection)?;
    let mut cells = Cells::new();
    let mut count = |tally: &Tally| {
        if is_wanted(tally.link) {
            *cells.entry(tally.link).or_default().entry((fold(tally.at.div_euclid(QUARTER)), tally.traffic)).or_default() += 1;
        }
    };
    log::for_each_in_parts(connection, after, |entry, tallies| {
        tallies.iter().for_each(&mut count);
        progress(entry.contents.positions.1 - after.0, end.0 - after.0);
    })?;
    blocks::for_each(connection, after, |first, block| {
        // The block that holds `after` may begin before it.
        let known = usize::try_from((after.0 + 1).saturating_sub(first)).unwrap_or(usize::MAX);
        block.tallies()?.iter().skip(known).for_each(&mut count);
        progress(first + block.len() as u64 - 1 - after.0, end.0 - after.0);
        Ok(())
    })?;
    Ok((cells, end))
}

/// A quarter of a settled day becomes the day's first one.
fn folded(quarter: i64, settled: &BTreeSet<i64>) -> i64 {
    let day = quarter.div_euclid(QUARTERS_A_DAY);
    if settled.contains(&day) { day * QUARTERS_A_DAY } else { quarter }
}

fn compare(connection: &Connection, logged: &Cells, settled: &BTreeSet<i64>) -> rusqlite::Result<Vec<Difference>> {
    let kept_cells = kept_cells(connection, settled)?;
    let kept_totals = totals(connection, "link_totals")?;
    let purged = totals(connection, "purged_clicks")?;
    let mut given = credit_books::differences(connection)?;
    let links = logged.keys().chain(kept_cells.keys()).chain(kept_totals.keys()).chain(purged.keys()).chain(given.keys());
    let links = links.copied().collect::<BTreeSet<_>>();
    let (nothing, mut differences) = (BTreeMap::new(), Vec::new());
    for link in links {
        let (logged, kept) = (logged.get(&link).unwrap_or(&nothing), kept_cells.get(&link).unwrap_or(&nothing));
        let (clicks, visits) = kept_totals.get(&link).copied().unwrap_or_default();
        let (purged_clicks, purged_visits) = purged.get(&link).copied().unwrap_or_default();
        let mut counters = vec![
            (Counter::Clicks, clicks, humans(logged) + purged_clicks),
            (Counter::Visits, visits, logged.values().sum::<i64>() + purged_visits),
        ];
        for cell in logged.keys().chain(kept.keys()).copied().collect::<BTreeSet<_>>() {
            let count = |cells: &BTreeMap<_, i64>| cells.get(&cell).copied().unwrap_or(0);
            counters.push((counter(cell, settled), count(kept), count(logged)));
        }
        let counters = counters.into_iter().chain(given.remove(&link).unwrap_or_default()).collect::<Vec<_>>();
        if counters.iter().any(|(_, kept, logged)| kept != logged) {
            let code = code_of(connection, link)?;
            let wrong = counters.into_iter().filter(|(_, kept, logged)| kept != logged);
            let id = LinkId(Snowflake::from_i64(link));
            differences.extend(wrong.map(|(counter, kept, logged)| Difference { link: id, code: code.clone(), counter, kept, logged }));
        }
    }
    Ok(differences)
}

fn humans(cells: &BTreeMap<(i64, u8), i64>) -> i64 {
    cells.iter().filter(|((_, traffic), _)| *traffic == TrafficClass::Human as u8).map(|(_, count)| count).sum()
}

/// A class that nobody knows is shown as the first; the number that differs is what matters.
fn counter((quarter, traffic): (i64, u8), settled: &BTreeSet<i64>) -> Counter {
    let traffic = TrafficClass::from_number(traffic).unwrap_or(TrafficClass::Human);
    let day = quarter.div_euclid(QUARTERS_A_DAY);
    if settled.contains(&day) {
        return Counter::Day(UtcDay::from_number(day), traffic);
    }
    Counter::Quarter(Timestamp::from_millisecond(quarter.saturating_mul(QUARTER)).unwrap_or(Timestamp::MIN), traffic)
}

fn kept_cells(connection: &Connection, settled: &BTreeSet<i64>) -> rusqlite::Result<Cells> {
    let mut cells = Cells::new();
    let mut select = connection.prepare("SELECT link, quarter, traffic, clicks FROM link_quarters")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let (link, quarter, clicks) = (row.get(0)?, folded(row.get(1)?, settled), row.get::<_, i64>(3)?);
        *cells.entry(link).or_default().entry((quarter, row.get(2)?)).or_default() += clicks;
    }
    for day in settled {
        days::links_of(connection, None, *day, (i64::MIN, i64::MAX), |sums| add_sums(cells.entry(sums.link).or_default(), *day, &sums))?;
    }
    Ok(cells)
}

fn add_sums(cells: &mut BTreeMap<(i64, u8), i64>, day: i64, sums: &days::LinkSums) {
    for (traffic, clicks) in (0..).zip(sums.clicks).filter(|(_, clicks)| *clicks > 0) {
        *cells.entry((day * QUARTERS_A_DAY, traffic)).or_default() += clicks.cast_signed();
    }
}

/// Clicks and visits by link.
fn totals(connection: &Connection, table: &str) -> rusqlite::Result<BTreeMap<i64, (i64, i64)>> {
    let mut select = connection.prepare(&format!("SELECT link, clicks, visits FROM {table}"))?;
    select.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?.collect()
}

fn code_of(connection: &Connection, link: i64) -> rusqlite::Result<Option<String>> {
    connection.prepare_cached("SELECT code FROM links WHERE id = ?")?.query_row([link], |row| row.get(0)).optional()
}

/// Sets one link's counters to what was read up to `end`, and what has come since.
fn set_right(connection: &Connection, link: i64, cells: BTreeMap<(i64, u8), i64>, end: LogPosition) -> rusqlite::Result<()> {
    let silent: Progress = Box::new(|_, _| {});
    let settled = days::settled(connection)?;
    let (mut since, _) = read_log(connection, end, |other| other == link, |quarter| quarter, &silent)?;
    let mut logged = BTreeMap::<_, i64>::new();
    for ((quarter, traffic), count) in cells.into_iter().chain(since.remove(&link).unwrap_or_default()) {
        *logged.entry((folded(quarter, &settled), traffic)).or_default() += count;
    }
    let (humans, visits) = (humans(&logged), logged.values().sum::<i64>());
    write_quarters(connection, link, logged, &settled)?;
    let upsert = "INSERT INTO link_totals (link, clicks, visits) SELECT ?1, ?2 + ifnull(sum(clicks), 0), ?3 + ifnull(sum(visits), 0)
        FROM purged_clicks WHERE link = ?1 ON CONFLICT DO UPDATE SET clicks = excluded.clicks, visits = excluded.visits";
    connection.prepare_cached(upsert)?.execute((link, humans, visits))?;
    credit_books::set_right(connection, link)
}

/// A settled day's sums stay, and what they lack stands in its first quarter until the day is settled anew.
fn write_quarters(
    connection: &Connection,
    link: i64,
    mut cells: BTreeMap<(i64, u8), i64>,
    settled: &BTreeSet<i64>,
) -> rusqlite::Result<()> {
    for day in settled {
        let mut kept = BTreeMap::new();
        days::links_of(connection, None, *day, (link, link), |sums| add_sums(&mut kept, *day, &sums))?;
        kept.into_iter().for_each(|(cell, count)| *cells.entry(cell).or_default() -= count);
    }
    connection.prepare_cached("DELETE FROM link_quarters WHERE link = ?")?.execute([link])?;
    let mut insert = connection.prepare_cached("INSERT INTO link_quarters (link, quarter, traffic, clicks) VALUES (?, ?, ?, ?)")?;
    let wrong = cells.into_iter().filter(|(_, clicks)| *clicks != 0);
    for ((quarter, traffic), clicks) in wrong {
        insert.execute((link, quarter, traffic, clicks))?;
        mark_stale(connection, [quarter.div_euclid(QUARTERS_A_DAY)])?;
    }
    Ok(())
}
