//! Which clicks of a chunk count: found by links and times, then by putting each filter to the numbers of values.

use super::asked::{Asked, Links};
use crate::clicks::chunk::Chunk;
use crate::parts::{Coded, PartError};
use rusqlite::Connection;
use std::ops::Range;
use trackway_domain::stats::Filter;

/// Clicks of a chunk that count, by their place in it.
pub(crate) struct Counted {
    /// They ascend.
    pub(crate) rows: Vec<u32>,
    /// The links of all clicks of the chunk.
    pub(super) links: Coded<i64>,
}

/// Finds what counts of a chunk and was made in one of these spans, which ascend and do not touch.
pub(crate) fn counted(
    connection: &Connection,
    asked: &Asked,
    chunk: &Chunk<'_>,
    spans: &[(i64, i64)],
    known: &mut Links,
) -> rusqlite::Result<Counted> {
    let links = chunk.links()?;
    let mut admitted = Vec::with_capacity(links.values.len());
    for link in &links.values {
        admitted.push(known.admits(connection, asked, *link)?);
    }
    let mut rows = if chunk.is_sorted() {
        sorted(chunk, spans, &stretches(&links.codes, &admitted))?
    } else {
        unsorted(chunk, spans, &links.codes, &admitted)?
    };
    for filter in &asked.of_click {
        retain(chunk, filter, &mut rows)?;
    }
    Ok(Counted { rows, links })
}

/// Where the clicks of admitted links stand, of a chunk in which those of a link stand side by side.
fn stretches(codes: &[u32], admitted: &[bool]) -> Vec<Range<usize>> {
    let (mut stretches, mut start) = (Vec::<Range<usize>>::new(), 0);
    while let Some(code) = codes.get(start).copied() {
        let end = start + codes[start..].partition_point(|other| *other <= code);
        if admitted[code as usize] {
            stretches.push(start..end);
        }
        start = end;
    }
    stretches
}

fn sorted(chunk: &Chunk<'_>, spans: &[(i64, i64)], stretches: &[Range<usize>]) -> Result<Vec<u32>, PartError> {
    let (Some(first), Some(last)) = (stretches.first(), stretches.last()) else { return Ok(Vec::new()) };
    let all = first.start..last.end;
    let mut rows = Vec::with_capacity(all.len());
    if is_within(chunk, spans) {
        stretches.iter().for_each(|stretch| rows.extend(stretch.start as u32..stretch.end as u32));
        return Ok(rows);
    }
    let times = chunk.times(all.clone())?;
    for stretch in stretches {
        let of_link = &times[stretch.start - all.start..stretch.end - all.start];
        for (from, before) in spans {
            let (first, end) = (of_link.partition_point(|time| time < from), of_link.partition_point(|time| time < before));
            rows.extend((stretch.start + first) as u32..(stretch.start + end.max(first)) as u32);
        }
    }
    Ok(rows)
}

fn unsorted(chunk: &Chunk<'_>, spans: &[(i64, i64)], codes: &[u32], admitted: &[bool]) -> Result<Vec<u32>, PartError> {
    let times = if is_within(chunk, spans) { Vec::new() } else { chunk.times(0..chunk.len())? };
    let is_in_span = |time: i64| spans.iter().any(|(from, before)| (*from..*before).contains(&time));
    let counts = |row: &u32| admitted[codes[*row as usize] as usize] && times.get(*row as usize).is_none_or(|time| is_in_span(*time));
    Ok((0..chunk.len() as u32).filter(counts).collect())
}

/// True where all clicks of a chunk were made in one span.
fn is_within(chunk: &Chunk<'_>, spans: &[(i64, i64)]) -> bool {
    let (earliest, latest) = chunk.times_between();
    spans.iter().any(|(from, before)| *from <= earliest && latest < *before)
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
