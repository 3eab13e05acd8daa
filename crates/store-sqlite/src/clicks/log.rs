//! The log of clicks over both tiers: up to a position it is in parts, behind it in blocks. All that is read is of the transaction's moment.

use super::blocks;
use crate::block::Tally;
use crate::parts::{Part, PartError, Text, manifest};
use rusqlite::Connection;
use trackway_domain::click::ClickId;
use trackway_domain::link::LinkId;
use trackway_domain::traffic::TrafficClass;
use trackway_store::clicks::{ClickRow, LogPosition};

/// The last position.
pub(crate) fn end(connection: &Connection) -> rusqlite::Result<LogPosition> {
    blocks::end(connection)
}

/// The newest clicks of a link, newest first.
pub(super) fn latest(connection: &Connection, link: LinkId, limit: usize) -> rusqlite::Result<Vec<ClickRow>> {
    let mut found = blocks::latest(connection, link, limit)?;
    for entry in manifest::entries(connection)?.iter().rev() {
        if found.len() == limit {
            break;
        }
        found.extend(latest_of_part(&*manifest::open(connection, entry)?, link.0.to_i64(), limit - found.len())?);
    }
    Ok(found)
}

fn latest_of_part(part: &Part, link: i64, limit: usize) -> Result<Vec<ClickRow>, PartError> {
    let mut newest = Vec::new();
    for group in 0..part.groups() {
        let (lowest, highest) = part.links_between(group);
        if (lowest..=highest).contains(&link) {
            let links = part.links(group, 0..part.rows(group))?;
            let of_link = |code: &u32| links.values[*code as usize];
            let stretch =
                links.codes.partition_point(|code| of_link(code) < link)..links.codes.partition_point(|code| of_link(code) <= link);
            let positions = part.positions(group, stretch.clone())?;
            newest.extend(positions.into_iter().zip(stretch).map(|(position, index)| (position, group, index)));
        }
    }
    newest.sort_unstable();
    let newest = newest.into_iter().rev().take(limit).collect::<Vec<_>>();
    rows(part, &newest)
}

/// The click with an id.
pub(crate) fn find(connection: &Connection, id: ClickId) -> rusqlite::Result<Option<ClickRow>> {
    if let Some(found) = blocks::find(connection, id)? {
        return Ok(Some(found));
    }
    for entry in manifest::around(connection, id.0.as_bytes())? {
        let part = manifest::open(connection, &entry)?;
        if let Some((group, index)) = place_of(&part, id)? {
            return Ok(rows(&part, &[(0, group, index)])?.pop());
        }
    }
    Ok(None)
}

/// Where a click stands in a part: its row group and its place therein.
pub(crate) fn place_of(part: &Part, id: ClickId) -> Result<Option<(usize, usize)>, PartError> {
    let wanted = id.0.as_bytes();
    // Most ids say when their click was made, and times are read ten times as fast as ids.
    let made = (id.0.as_u128() >> 80) as i64;
    for group in 0..part.groups() {
        let (earliest, latest) = part.times_between(group);
        if (earliest..=latest).contains(&made) {
            let times = part.times(group, 0..part.rows(group))?;
            for index in (0..times.len()).filter(|index| times[*index] == made) {
                if part.ids(group, index..index + 1)?.first() == Some(wanted) {
                    return Ok(Some((group, index)));
                }
            }
        }
    }
    for group in 0..part.groups() {
        if let Some(index) = part.whole_ids(group, 0..part.rows(group))?.iter().position(|other| other.as_ref() == Some(wanted)) {
            return Ok(Some((group, index)));
        }
    }
    Ok(None)
}

/// Clicks behind a position.
pub(crate) fn log(connection: &Connection, after: LogPosition, limit: usize) -> rusqlite::Result<Vec<(LogPosition, ClickRow)>> {
    let mut found = Vec::new();
    for entry in manifest::behind(connection, after.0)? {
        if found.len() == limit {
            return Ok(found);
        }
        found.extend(log_of_part(&*manifest::open(connection, &entry)?, after, limit - found.len())?);
    }
    if found.len() < limit {
        let after = LogPosition(after.0.max(manifest::compacted(connection)?));
        found.extend(blocks::log(connection, after, limit - found.len())?);
    }
    Ok(found)
}

fn log_of_part(part: &Part, after: LogPosition, limit: usize) -> Result<Vec<(LogPosition, ClickRow)>, PartError> {
    let mut behind = Vec::new();
    for group in 0..part.groups() {
        let positions = part.positions(group, 0..part.rows(group))?.into_iter().enumerate();
        behind.extend(positions.filter(|(_, position)| *position > after.0).map(|(index, position)| (position, group, index)));
    }
    behind.sort_unstable();
    behind.truncate(limit);
    let rows = rows(part, &behind)?;
    Ok(behind.iter().map(|(position, ..)| LogPosition(*position)).zip(rows).collect())
}

/// The clicks at these places (position, row group, place therein), in their order. Each row group is read once, and no more of it than need be.
pub(crate) fn rows(part: &Part, places: &[(u64, usize, usize)]) -> Result<Vec<ClickRow>, PartError> {
    let mut rows = vec![None; places.len()];
    for group in 0..part.groups() {
        let here = (0..places.len()).filter(|number| places[*number].1 == group).collect::<Vec<_>>();
        let indexes = || here.iter().map(|number| places[*number].2);
        if let (Some(first), Some(last)) = (indexes().min(), indexes().max()) {
            let found = part.columns(group, first..last + 1)?.rows(indexes().map(|index| index - first))?;
            here.into_iter().zip(found).for_each(|(number, row)| rows[number] = Some(row));
        }
    }
    rows.into_iter().collect::<Option<Vec<_>>>().ok_or(PartError::Damaged)
}

/// What counting needs of each click behind a position, of those in parts.
pub(crate) fn for_each_in_parts(
    connection: &Connection,
    after: LogPosition,
    mut look: impl FnMut(&manifest::Entry, &[Tally]),
) -> rusqlite::Result<()> {
    let entries = manifest::behind(connection, after.0)?;
    // All are opened first: their files may be removed while the first ones are read.
    let parts = entries.iter().map(|entry| manifest::open(connection, entry)).collect::<Result<Vec<_>, _>>()?;
    for (entry, part) in entries.iter().zip(parts) {
        for group in 0..part.groups() {
            look(entry, &tallies(&part, group, after)?);
        }
    }
    Ok(())
}

fn tallies(part: &Part, group: usize, after: LogPosition) -> Result<Vec<Tally>, PartError> {
    let all = 0..part.rows(group);
    let (times, links) = (part.times(group, all.clone())?, part.links(group, all.clone())?);
    let traffic = part.texts(group, Text::Traffic, all.clone())?;
    let class = |name: Option<&str>| TrafficClass::ALL.into_iter().find(|class| Some(class.as_str()) == name);
    let classes = traffic.values.iter().map(|value| class(value.as_deref()).map_or(u8::MAX, |class| class as u8)).collect::<Vec<_>>();
    // A part that begins behind the position has nothing before it.
    let positions = if after.0 > 0 { part.positions(group, all)? } else { Vec::new() };
    let is_wanted = |index: &usize| positions.get(*index).is_none_or(|position| *position > after.0);
    let tally = |index: usize| Tally {
        link: links.values[links.codes[index] as usize],
        at: times[index],
        traffic: classes[traffic.codes[index] as usize],
    };
    Ok((0..times.len()).filter(is_wanted).map(tally).collect())
}
