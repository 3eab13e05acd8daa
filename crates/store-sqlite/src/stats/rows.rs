//! Which clicks of a chunk count: found by links and times, then by putting each filter to the numbers of values.

use super::asked::{Asked, Links};
use crate::clicks::chunk::Chunk;
use crate::parts::{Coded, PartError};
use rusqlite::Connection;
use std::ops::Range;
use trackway_domain::stats::Filter;

/// Spans in milliseconds since 1970, which ascend and do not touch; the second time is not included.
pub(super) type Spans<'a> = &'a [(i64, i64)];

/// The places of those clicks of a chunk that count and were made in one of these spans; they ascend.
pub(crate) fn counted(
    connection: &Connection,
    asked: &Asked,
    chunk: &Chunk<'_>,
    spans: &[(i64, i64)],
    known: &mut Links,
) -> rusqlite::Result<Vec<u32>> {
    if chunk.is_sorted() {
        return Ok(of_stretches(chunk, asked, spans, &stretches(connection, asked, chunk, known)?)?);
    }
    let links = chunk.links()?;
    let mut rows = unsorted(chunk, spans, &links.codes, &admitted(connection, asked, &links, known)?)?;
    retain_all(chunk, asked, &mut rows)?;
    Ok(rows)
}

/// Where the clicks of links that can count stand, of a chunk in which those of a link stand side by side.
pub(super) fn stretches(
    connection: &Connection,
    asked: &Asked,
    chunk: &Chunk<'_>,
    known: &mut Links,
) -> rusqlite::Result<Vec<Range<usize>>> {
    let links = chunk.links()?;
    let admitted = admitted(connection, asked, &links, known)?;
    let (mut stretches, mut start) = (Vec::<Range<usize>>::new(), 0);
    while let Some(code) = links.codes.get(start).copied() {
        let end = start + links.codes[start..].partition_point(|other| *other <= code);
        if admitted[code as usize] {
            stretches.push(start..end);
        }
        start = end;
    }
    Ok(stretches)
}

/// What counts of these stretches of a chunk.
pub(super) fn of_stretches(chunk: &Chunk<'_>, asked: &Asked, spans: Spans<'_>, stretches: &[Range<usize>]) -> Result<Vec<u32>, PartError> {
    let (Some(first), Some(last)) = (stretches.first(), stretches.last()) else { return Ok(Vec::new()) };
    let all = first.start..last.end;
    let mut rows = Vec::with_capacity(all.len());
    if is_within(chunk, spans) {
        stretches.iter().for_each(|stretch| rows.extend(stretch.start as u32..stretch.end as u32));
    } else {
        let times = chunk.times(all.clone())?;
        for stretch in stretches {
            let of_link = &times[stretch.start - all.start..stretch.end - all.start];
            for (from, before) in spans {
                let (first, end) = (of_link.partition_point(|time| time < from), of_link.partition_point(|time| time < before));
                rows.extend((stretch.start + first) as u32..(stretch.start + end.max(first)) as u32);
            }
        }
    }
    retain_all(chunk, asked, &mut rows)?;
    Ok(rows)
}

/// Of each link of a chunk, whether its clicks can count.
fn admitted(connection: &Connection, asked: &Asked, links: &Coded<i64>, known: &mut Links) -> rusqlite::Result<Vec<bool>> {
    links.values.iter().map(|link| known.admits(connection, asked, *link)).collect()
}

fn unsorted(chunk: &Chunk<'_>, spans: Spans<'_>, codes: &[u32], admitted: &[bool]) -> Result<Vec<u32>, PartError> {
    let times = if is_within(chunk, spans) { Vec::new() } else { chunk.times(0..chunk.len())? };
    let is_in_span = |time: i64| spans.iter().any(|(from, before)| (*from..*before).contains(&time));
    let counts = |row: &u32| admitted[codes[*row as usize] as usize] && times.get(*row as usize).is_none_or(|time| is_in_span(*time));
    Ok((0..chunk.len() as u32).filter(counts).collect())
}

/// True where all clicks of a chunk were made in one span.
fn is_within(chunk: &Chunk<'_>, spans: Spans<'_>) -> bool {
    let (earliest, latest) = chunk.times_between();
    spans.iter().any(|(from, before)| *from <= earliest && latest < *before)
}

fn retain_all(chunk: &Chunk<'_>, asked: &Asked, rows: &mut Vec<u32>) -> Result<(), PartError> {
    asked.of_click.iter().try_for_each(|filter| retain(chunk, filter, rows))
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
