//! Counting clicks one by one, in chunks of either tier: which rows count is found by links and times, then by the numbers of values.

use super::asked::{Asked, Links};
use super::cities::Cities;
use super::tally::Tally;
use crate::clicks::chunk::{self, Chunk};
use crate::parts::PartError;
use foldhash::fast::RandomState;
use rusqlite::Connection;
use std::collections::HashMap;
use std::sync::Arc;
use trackway_domain::stats::{Dimension, Filter, Value};

/// What clicks are grouped by.
pub(super) enum Groups<'a> {
    /// All are one.
    One,
    /// Stretches between neighbours, in milliseconds since 1970.
    Edges(&'a [i64]),
    /// Values of a dimension.
    Values(&'a mut Values),
    /// Cities, of whatever country and region.
    Cities(&'a mut Cities),
}

/// Values that have been met, by number.
pub(super) struct Values {
    by: Dimension,
    names: Vec<Named>,
    texts: HashMap<Option<Arc<str>>, u32, RandomState>,
    links: HashMap<i64, Vec<u32>, RandomState>,
}

/// How a value is known.
#[derive(Clone)]
pub(super) enum Named {
    Text(Option<Arc<str>>),
    /// A link by its number: its uuid is looked up when it is among the first.
    Link(i64),
}

impl Values {
    pub(super) fn of(by: Dimension) -> Self {
        Self { by, names: Vec::new(), texts: HashMap::default(), links: HashMap::default() }
    }

    /// The number of a value.
    pub(super) fn text(&mut self, text: Option<&str>) -> u32 {
        // No key can be borrowed from an optional text, so that a shared one is made for each look.
        self.shared(&text.map(Arc::from))
    }

    fn shared(&mut self, text: &Option<Arc<str>>) -> u32 {
        if let Some(number) = self.texts.get(text) {
            return *number;
        }
        let next = self.names.len() as u32;
        self.names.push(Named::Text(text.clone()));
        self.texts.insert(text.clone(), next);
        next
    }

    /// The number of a link.
    pub(super) fn link(&mut self, link: i64) -> u32 {
        let next = self.names.len() as u32;
        let number = self.links.entry(link).or_insert_with(|| vec![next])[0];
        if number == next {
            self.names.push(Named::Link(link));
        }
        number
    }

    /// By number.
    pub(super) fn names(self) -> Vec<Named> {
        self.names
    }

    fn of_link(&mut self, connection: &Connection, asked: &Asked, links: &mut Links, link: i64) -> rusqlite::Result<Vec<u32>> {
        if self.by == Dimension::Link {
            return Ok(vec![self.link(link)]);
        }
        if let Some(known) = self.links.get(&link) {
            return Ok(known.clone());
        }
        let values = links.values(connection, asked, link, self.by)?;
        let numbers = values.iter().map(|value: &Value| self.text(value.as_deref())).collect::<Vec<_>>();
        self.links.insert(link, numbers.clone());
        Ok(numbers)
    }
}

/// Counts the clicks of a question that were made in one of these spans, which ascend and do not touch.
pub(super) fn scan(
    connection: &Connection,
    asked: &Asked,
    spans: &[(i64, i64)],
    mut groups: Groups<'_>,
    tally: &mut Tally,
) -> rusqlite::Result<()> {
    let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return Ok(()) };
    let mut links = Links::default();
    chunk::for_each(connection, (first.0, last.1), asked.links_between(), |chunk| {
        let (earliest, latest) = chunk.times_between();
        let near = spans.iter().copied().filter(|(from, before)| *from <= latest && *before > earliest).collect::<Vec<_>>();
        if near.is_empty() {
            return Ok(());
        }
        count(connection, asked, &chunk, &near, &mut links, &mut groups, tally)
    })
}

/// Clicks of a chunk that count, by their place in it.
struct Counted {
    rows: Vec<u32>,
    /// All times of the chunk, where they had to be looked at.
    times: Option<Vec<i64>>,
    links: crate::parts::Coded<i64>,
}

fn count(
    connection: &Connection,
    asked: &Asked,
    chunk: &Chunk<'_>,
    spans: &[(i64, i64)],
    links: &mut Links,
    groups: &mut Groups<'_>,
    tally: &mut Tally,
) -> rusqlite::Result<()> {
    let mut counted = by_link_and_time(connection, asked, chunk, spans, links)?;
    for filter in &asked.of_click {
        retain(chunk, filter, &mut counted.rows)?;
    }
    let (Some(first), Some(last)) = (counted.rows.first(), counted.rows.last()) else { return Ok(()) };
    let wanted = *first as usize..*last as usize + 1;
    let visitors = chunk.visitors(wanted.clone())?;
    // A visitor's clicks often come one after the other into one group: then he is looked up once.
    let mut last_group = vec![u32::MAX; visitors.values.len()];
    let mut note = |row: u32, group: u32| {
        tally.click(group);
        let code = visitors.codes[row as usize - wanted.start] as usize;
        if last_group[code] != group && visitors.values[code] != 0 {
            last_group[code] = group;
            tally.visitor(group, visitors.values[code].cast_unsigned());
        }
    };
    match groups {
        Groups::One => counted.rows.iter().for_each(|row| note(*row, 0)),
        Groups::Edges(edges) => {
            let times = counted.times.map_or_else(|| chunk.times(), Ok)?;
            let mut stretch = (0, (i64::MAX, i64::MIN));
            for row in &counted.rows {
                let time = times[*row as usize];
                if time < stretch.1.0 || time >= stretch.1.1 {
                    let behind = edges.partition_point(|edge| *edge <= time);
                    if behind == 0 || behind == edges.len() {
                        continue;
                    }
                    stretch = (behind as u32 - 1, (edges[behind - 1], edges[behind]));
                }
                note(*row, stretch.0);
            }
        }
        Groups::Values(values) if values.by.is_of_link() => {
            let mut of_code = vec![None; counted.links.values.len()];
            for row in &counted.rows {
                let code = counted.links.codes[*row as usize] as usize;
                if of_code[code].is_none() {
                    of_code[code] = Some(values.of_link(connection, asked, links, counted.links.values[code])?);
                }
                of_code[code].iter().flatten().for_each(|group| note(*row, *group));
            }
        }
        Groups::Cities(cities) => {
            let column = |by| chunk.values(by, wanted.clone());
            let columns = [column(Dimension::Country)?, column(Dimension::Region)?, column(Dimension::City)?];
            let numbers = cities.of(&columns, counted.rows.iter().map(|row| *row as usize - wanted.start));
            counted.rows.iter().zip(numbers).for_each(|(row, group)| note(*row, group));
        }
        Groups::Values(values) => {
            let column = chunk.values(values.by, wanted.clone())?;
            let mut of_code = vec![u32::MAX; column.values.len()];
            for row in &counted.rows {
                let code = column.codes[*row as usize - wanted.start] as usize;
                if of_code[code] == u32::MAX {
                    of_code[code] = values.shared(&column.values[code]);
                }
                note(*row, of_code[code]);
            }
        }
    }
    Ok(())
}

fn by_link_and_time(
    connection: &Connection,
    asked: &Asked,
    chunk: &Chunk<'_>,
    spans: &[(i64, i64)],
    links: &mut Links,
) -> rusqlite::Result<Counted> {
    let of_chunk = chunk.links()?;
    let mut admitted = Vec::with_capacity(of_chunk.values.len());
    for link in &of_chunk.values {
        admitted.push(links.admits(connection, asked, *link)?);
    }
    let (earliest, latest) = chunk.times_between();
    let is_within = spans.iter().any(|(from, before)| *from <= earliest && latest < *before);
    if !admitted.contains(&true) {
        return Ok(Counted { rows: Vec::new(), times: None, links: of_chunk });
    }
    let times = if is_within { None } else { Some(chunk.times()?) };
    let mut rows = Vec::new();
    if chunk.is_sorted() {
        let mut start = 0;
        while let Some(code) = of_chunk.codes.get(start).copied() {
            let end = start + of_chunk.codes[start..].partition_point(|other| *other <= code);
            if admitted[code as usize] {
                match &times {
                    None => rows.extend(start as u32..end as u32),
                    Some(times) => within(spans, &times[start..end], |stretch| {
                        rows.extend((start + stretch.start) as u32..(start + stretch.end) as u32);
                    }),
                }
            }
            start = end;
        }
    } else {
        let times = times.as_deref().unwrap_or_default();
        let is_in_span = |time: i64| spans.iter().any(|(from, before)| (*from..*before).contains(&time));
        let counts =
            |row: &u32| admitted[of_chunk.codes[*row as usize] as usize] && times.get(*row as usize).is_none_or(|time| is_in_span(*time));
        rows.extend((0..chunk.len() as u32).filter(counts));
    }
    Ok(Counted { rows, times, links: of_chunk })
}

/// Shows the stretches of ascending times that lie in spans.
fn within(spans: &[(i64, i64)], times: &[i64], mut show: impl FnMut(std::ops::Range<usize>)) {
    for (from, before) in spans {
        let stretch = times.partition_point(|time| time < from)..times.partition_point(|time| time < before);
        if !stretch.is_empty() {
            show(stretch);
        }
    }
}

/// Keeps the rows that a filter admits. It is put to each distinct value once.
fn retain(chunk: &Chunk<'_>, filter: &Filter, rows: &mut Vec<u32>) -> Result<(), PartError> {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(()) };
    let wanted = *first as usize..*last as usize + 1;
    let start = wanted.start;
    let column = chunk.values(filter.by, wanted)?;
    let admitted = column.values.iter().map(|value| filter.admits(std::iter::once(value.as_deref()))).collect::<Vec<_>>();
    rows.retain(|row| admitted[column.codes[*row as usize - start] as usize]);
    Ok(())
}
