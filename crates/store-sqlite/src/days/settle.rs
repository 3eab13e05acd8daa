//! Settling a day: adding it up when its last click is in a part.

use super::add_up::{Added, Adding, DIMENSIONS, Names, dimensions};
use super::links::{self, LinkSums};
use super::numbers::{CITIES, NO_DIMENSION, Whose};
use super::pack::squeeze;
use crate::clicks::chunk::{self, Chunk};
use crate::clicks::{QUARTER, QUARTERS_A_DAY};
use crate::parts::{PartError, manifest};
use foldhash::fast::RandomState;
use rusqlite::{Connection, OptionalExtension as _};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use trackway_domain::traffic::TrafficClass;

/// A day, added up.
pub(crate) struct Settled {
    pub(super) day: i64,
    pub(super) workspaces: BTreeMap<[u8; 16], OfWorkspace>,
}

/// A workspace by its id, or a link by its number: whose sums they are.
pub(super) type Subject = Vec<u8>;

/// By link: the workspace that it belongs to, and the link itself where it is busy. None for a link that nobody knows.
type Subjects = HashMap<i64, Option<(Subject, Option<Subject>)>, RandomState>;

/// Dimensions by number, with what is kept of them.
pub(super) type Rows = Vec<(i64, Vec<u8>)>;

#[derive(Default)]
pub(super) struct OfWorkspace {
    pub(super) links: Vec<LinkSums>,
    pub(super) numbers: Vec<(Subject, Rows)>,
}

/// How long after its end a day may be settled, in milliseconds: later clicks make it stale, which costs settling it again.
const PATIENCE: i64 = 60 * 60 * 1_000;

const DAY: i64 = QUARTERS_A_DAY * QUARTER;

/// Adds up the oldest day that is over and in parts as a whole, and not settled or stale. None where there is none. A link with `busy` clicks or more
/// has sums of its own.
pub(crate) fn settle(connection: &Connection, now: i64, busy: u64) -> Result<Option<Settled>, PartError> {
    due(connection, now)?.map(|day| add_up(connection, day, busy)).transpose()
}

/// Adds up a day of which all clicks are in parts.
pub(crate) fn add_up(connection: &Connection, day: i64, busy: u64) -> Result<Settled, PartError> {
    let span = (day * DAY, (day + 1) * DAY);
    let mut workspaces = Workspaces::default();
    let mut by_link = BTreeMap::<i64, (LinkSums, HashMap<u64, bool, RandomState>)>::new();
    each(connection, span, |chunk| count_links(chunk, span, &mut by_link))?;
    let (mut names, mut adding) = (Names::default(), BTreeMap::<Subject, Adding>::new());
    let mut places = Subjects::default();
    for (link, (sums, _)) in &by_link {
        let is_busy = sums.clicks.iter().sum::<u64>() >= busy;
        let of_link = is_busy.then(|| link.to_be_bytes().to_vec());
        places.insert(*link, workspaces.of(connection, *link)?.map(|workspace| (workspace.to_vec(), of_link)));
    }
    each(connection, span, |chunk| add(chunk, span, &places, &mut names, &mut adding))?;
    let mut settled = Settled { day, workspaces: BTreeMap::new() };
    for (link, (mut sums, visitors)) in by_link {
        let Some(workspace) = workspaces.of(connection, link)? else { continue };
        sums.visitors[Whose::Everybodys as usize] = visitors.len() as u64;
        sums.visitors[Whose::Peoples as usize] = visitors.values().filter(|is_person| **is_person).count() as u64;
        settled.workspaces.entry(workspace).or_default().links.push(sums);
    }
    for (subject, adding) in adding {
        let owner = <[u8; 16]>::try_from(subject.as_slice()).ok();
        let link = <[u8; 8]>::try_from(subject.as_slice()).ok().map(i64::from_be_bytes);
        let of_link = link.map(|link| workspaces.of(connection, link)).transpose()?.flatten();
        if let Some(workspace) = owner.or(of_link) {
            settled.workspaces.entry(workspace).or_default().numbers.push((subject, squeezed(adding.rows(&names))));
        }
    }
    Ok(settled)
}

fn squeezed(mut rows: Rows) -> Rows {
    rows.iter_mut().for_each(|(_, data)| *data = squeeze(data));
    rows
}

/// Writes a settled day in the place of what was there. False, and nothing is written, where clicks of the day have come into blocks meanwhile.
pub(crate) fn write(connection: &Connection, settled: &Settled) -> rusqlite::Result<bool> {
    let day = settled.day;
    if is_in_blocks(connection, day)? {
        return Ok(false);
    }
    forget(connection, day)?;
    let mut counted = connection.prepare_cached("DELETE FROM link_quarters WHERE link = ? AND quarter BETWEEN ? AND ?")?;
    let mut insert = connection.prepare_cached("INSERT OR REPLACE INTO day_numbers (subject, dimension, day, data) VALUES (?, ?, ?, ?)")?;
    let mut name = connection.prepare_cached("INSERT OR REPLACE INTO day_subjects (day, subject) VALUES (?, ?)")?;
    for (workspace, OfWorkspace { links, numbers }) in &settled.workspaces {
        // Here too, since a day whose subjects are lost is mended like this.
        connection.prepare_cached("DELETE FROM day_links WHERE workspace = ? AND day = ?")?.execute((workspace, day))?;
        links::insert(connection, workspace, day, links)?;
        for LinkSums { link, .. } in links {
            counted.execute((link, day * QUARTERS_A_DAY, (day + 1) * QUARTERS_A_DAY - 1))?;
        }
        for (subject, rows) in numbers {
            name.execute((day, subject))?;
            rows.iter().try_for_each(|(dimension, data)| insert.execute((subject, dimension, day, data)).map(|_| ()))?;
        }
    }
    let upsert = "INSERT INTO settled_days VALUES (?, 0) ON CONFLICT DO UPDATE SET is_stale = 0";
    connection.prepare_cached(upsert)?.execute([day])?;
    Ok(true)
}

/// Removes a day's sums. Rows are named by all of their key, since the table is in another order than that of days.
fn forget(connection: &Connection, day: i64) -> rusqlite::Result<()> {
    let mut select = connection.prepare_cached("SELECT subject FROM day_subjects WHERE day = ?")?;
    let subjects = select.query_map([day], |row| row.get(0))?.collect::<Result<Vec<Vec<u8>>, _>>()?;
    let mut delete = connection.prepare_cached("DELETE FROM day_numbers WHERE subject = ? AND dimension = ? AND day = ?")?;
    for subject in &subjects {
        for dimension in dimensions().map(|by| by as i64).into_iter().chain([NO_DIMENSION, CITIES]) {
            delete.execute((subject, dimension, day))?;
        }
        connection.prepare_cached("DELETE FROM day_links WHERE workspace = ? AND day = ?")?.execute((subject, day))?;
    }
    connection.prepare_cached("DELETE FROM day_subjects WHERE day = ?")?.execute([day]).map(|_| ())
}

/// The oldest day that can be settled.
fn due(connection: &Connection, now: i64) -> rusqlite::Result<Option<i64>> {
    let last = now.saturating_sub(PATIENCE).div_euclid(DAY) - 1;
    let settled = super::fresh(connection, i64::MIN, i64::MAX)?;
    let days = manifest::entries(connection)?.into_iter().flat_map(|entry| entry.contents.days).collect::<BTreeSet<_>>();
    for day in days.range(..=last).filter(|day| !settled.contains(day)) {
        if !is_in_blocks(connection, *day)? {
            return Ok(Some(*day));
        }
    }
    Ok(None)
}

fn is_in_blocks(connection: &Connection, day: i64) -> rusqlite::Result<bool> {
    let select = "SELECT 1 FROM click_blocks WHERE latest >= ? AND earliest < ?";
    connection.prepare_cached(select)?.exists([day * DAY, (day + 1) * DAY])
}

fn each(connection: &Connection, span: (i64, i64), mut look: impl FnMut(&Chunk<'_>) -> Result<(), PartError>) -> Result<(), PartError> {
    Ok(chunk::for_each(connection, span, |chunk| Ok(look(chunk)?))?)
}

fn count_links(
    chunk: &Chunk<'_>,
    span: (i64, i64),
    by_link: &mut BTreeMap<i64, (LinkSums, HashMap<u64, bool, RandomState>)>,
) -> Result<(), PartError> {
    let all = 0..chunk.len();
    let (links, times, visitors, classes) = (chunk.links()?, chunk.times(all.clone())?, chunk.visitors(all.clone())?, classes(chunk)?);
    for index in all.filter(|index| (span.0..span.1).contains(&times[*index])) {
        let link = links.values[links.codes[index] as usize];
        let (sums, seen) = by_link.entry(link).or_insert_with(|| (LinkSums { link, ..LinkSums::default() }, HashMap::default()));
        sums.clicks[classes[index] as usize] += 1;
        if visitors[index] != 0 {
            *seen.entry(visitors[index]).or_default() |= classes[index] == TrafficClass::Human;
        }
    }
    Ok(())
}

fn add(
    chunk: &Chunk<'_>,
    span: (i64, i64),
    places: &Subjects,
    names: &mut Names,
    adding: &mut BTreeMap<Subject, Adding>,
) -> Result<(), PartError> {
    let all = 0..chunk.len();
    let (links, times, visitors, classes) = (chunk.links()?, chunk.times(all.clone())?, chunk.visitors(all.clone())?, classes(chunk)?);
    let mut columns = Vec::with_capacity(DIMENSIONS);
    for (index, by) in dimensions().into_iter().enumerate() {
        let column = chunk.values(by, all.clone())?;
        let numbers = column.values.iter().map(|value| names.number(index, value)).collect::<Vec<_>>();
        columns.push((column.codes, numbers));
    }
    for index in all.filter(|index| (span.0..span.1).contains(&times[*index])) {
        let Some(Some((workspace, link))) = places.get(&links.values[links.codes[index] as usize]) else { continue };
        let click = Added {
            quarter: ((times[index] - span.0) / QUARTER) as usize,
            class: classes[index],
            visitor: visitors[index],
            values: std::array::from_fn(|dimension| columns[dimension].1[columns[dimension].0[index] as usize]),
        };
        for subject in std::iter::once(workspace).chain(link) {
            match adding.get_mut(subject) {
                Some(adding) => adding.add(&click),
                None => adding.entry(subject.clone()).or_default().add(&click),
            }
        }
    }
    Ok(())
}

fn classes(chunk: &Chunk<'_>) -> Result<Vec<TrafficClass>, PartError> {
    let coded = chunk.values(trackway_domain::stats::Dimension::Traffic, 0..chunk.len())?;
    let class = |name: &str| TrafficClass::ALL.into_iter().find(|class| class.as_str() == name);
    let classes = coded.values.iter().map(|value| value.as_deref().and_then(class)).collect::<Vec<_>>();
    coded.codes.iter().map(|code| classes[*code as usize].ok_or(PartError::Damaged)).collect()
}

/// Which workspace a link belongs to.
#[derive(Default)]
struct Workspaces(HashMap<i64, Option<[u8; 16]>, RandomState>);

impl Workspaces {
    /// None for a link that nobody knows.
    fn of(&mut self, connection: &Connection, link: i64) -> rusqlite::Result<Option<[u8; 16]>> {
        if let Some(workspace) = self.0.get(&link) {
            return Ok(*workspace);
        }
        let select = "SELECT workspace FROM links WHERE id = ?";
        let workspace = connection.prepare_cached(select)?.query_row([link], |row| row.get(0)).optional()?;
        self.0.insert(link, workspace);
        Ok(workspace)
    }
}
