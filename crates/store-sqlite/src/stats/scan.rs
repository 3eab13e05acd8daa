//! Counting clicks one by one, in chunks of either tier.

use super::asked::{Asked, Links};
use super::cities::Cities;
use super::rows::counted;
use super::tally::Tally;
use crate::clicks::chunk::{self, Chunk};
use foldhash::fast::RandomState;
use rusqlite::Connection;
use std::collections::HashMap;
use std::sync::Arc;
use trackway_domain::stats::{Dimension, Value};

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
    unknown: Option<u32>,
    texts: HashMap<Arc<str>, u32, RandomState>,
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
        Self { by, names: Vec::new(), unknown: None, texts: HashMap::default(), links: HashMap::default() }
    }

    /// The number of a value.
    pub(super) fn text(&mut self, text: Option<&str>) -> u32 {
        match text.map(|text| self.texts.get(text).copied().ok_or(text)) {
            None => self.unknown(),
            Some(Ok(known)) => known,
            Some(Err(text)) => self.next(Arc::from(text)),
        }
    }

    fn shared(&mut self, text: &Option<Arc<str>>) -> u32 {
        match text.as_ref().map(|text| self.texts.get(text).copied().ok_or(text)) {
            None => self.unknown(),
            Some(Ok(known)) => known,
            Some(Err(text)) => self.next(Arc::clone(text)),
        }
    }

    fn next(&mut self, text: Arc<str>) -> u32 {
        let next = self.names.len() as u32;
        self.names.push(Named::Text(Some(Arc::clone(&text))));
        self.texts.insert(text, next);
        next
    }

    fn unknown(&mut self) -> u32 {
        *self.unknown.get_or_insert_with(|| {
            self.names.push(Named::Text(None));
            self.names.len() as u32 - 1
        })
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

fn count(
    connection: &Connection,
    asked: &Asked,
    chunk: &Chunk<'_>,
    spans: &[(i64, i64)],
    links: &mut Links,
    groups: &mut Groups<'_>,
    tally: &mut Tally,
) -> rusqlite::Result<()> {
    let counted = counted(connection, asked, chunk, spans, links)?;
    let (Some(first), Some(last)) = (counted.rows.first(), counted.rows.last()) else { return Ok(()) };
    let wanted = *first as usize..*last as usize + 1;
    let visitors = chunk.visitors(wanted.clone())?;
    let mut note = |row: u32, group: u32| tally.click(group, visitors[row as usize - wanted.start]);
    match groups {
        Groups::One => counted.rows.iter().for_each(|row| note(*row, 0)),
        Groups::Edges(edges) => {
            let times = chunk.times(wanted.clone())?;
            let mut stretch = (0, (i64::MAX, i64::MIN));
            for row in &counted.rows {
                let time = times[*row as usize - wanted.start];
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
