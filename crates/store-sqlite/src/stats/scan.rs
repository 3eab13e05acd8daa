//! Counting clicks one by one, in chunks of either tier. Row groups of parts are shared by several threads where there are many.

use super::asked::{Asked, Links};
use super::groups::Groups;
use super::rows::{Spans, counted, of_stretches, stretches};
use super::tally::Tally;
use super::values::Values;
use crate::clicks::blocks;
use crate::clicks::chunk::{self, Chunk};
use crate::parts::{Part, PartError};
use rusqlite::Connection;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// So many clicks are worth a thread's start.
const MUCH: usize = 1 << 18;

/// More threads would take the processor from those who do not ask questions.
const THREADS: usize = 4;

/// Counts the clicks of a question that were made in one of these spans, which ascend and do not touch.
pub(super) fn scan(
    connection: &Connection,
    asked: &Asked,
    spans: Spans<'_>,
    groups: &mut Groups<'_>,
    tally: &mut Tally,
) -> rusqlite::Result<()> {
    let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return Ok(()) };
    let (whole, mut links, mut all) = ((first.0, last.1), Links::default(), Vec::new());
    for (part, group) in chunk::groups(connection, whole, asked.links_between())? {
        let (earliest, latest) = part.times_between(group);
        let near = spans.iter().copied().filter(|(from, before)| *from <= latest && *before > earliest).collect::<Vec<_>>();
        if !near.is_empty() {
            let stretches = stretches(connection, asked, &Chunk::Group(&part, group), &mut links)?;
            all.push(Stretched { part, group, near, stretches });
        }
    }
    all.retain(|stretched| !stretched.stretches.is_empty());
    if let Groups::Values(values) = &mut *groups
        && values.by.is_of_link()
    {
        for stretched in &all {
            let chunk = stretched.chunk();
            by_link(connection, asked, &chunk, &stretched.rows(asked)?, (&mut *values, &mut links), tally)?;
        }
    } else {
        count_all(asked, &all, groups, tally)?;
    }
    blocks::for_each_within(connection, whole, |block| {
        let chunk = Chunk::Block(block);
        let rows = counted(connection, asked, &chunk, spans, &mut links)?;
        match &mut *groups {
            Groups::Values(values) if values.by.is_of_link() => by_link(connection, asked, &chunk, &rows, (values, &mut links), tally),
            groups => Ok(groups.count(&chunk, &rows, tally)?),
        }
    })
}

/// What of a row group may count.
struct Stretched {
    part: Arc<Part>,
    group: usize,
    /// Spans that touch it.
    near: Vec<(i64, i64)>,
    /// Where clicks of links stand that can count.
    stretches: Vec<Range<usize>>,
}

impl Stretched {
    fn chunk(&self) -> Chunk<'_> {
        Chunk::Group(&self.part, self.group)
    }

    fn rows(&self, asked: &Asked) -> Result<Vec<u32>, PartError> {
        of_stretches(&self.chunk(), asked, &self.near, &self.stretches)
    }

    fn clicks(&self) -> usize {
        self.stretches.iter().map(Range::len).sum()
    }
}

/// Counts row groups, on several threads where there is much to count.
fn count_all(asked: &Asked, all: &[Stretched], groups: &mut Groups<'_>, tally: &mut Tally) -> Result<(), PartError> {
    let is_much = all.iter().map(Stretched::clicks).sum::<usize>() >= MUCH;
    let threads = if is_much { thread::available_parallelism().map_or(1, usize::from).min(THREADS).min(all.len()) } else { 1 };
    let next = AtomicUsize::new(0);
    let work = |groups: &mut Groups<'_>, tally: &mut Tally| {
        while let Some(stretched) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
            groups.count(&stretched.chunk(), &stretched.rows(asked)?, tally)?;
        }
        Ok::<_, PartError>(())
    };
    let work = &work;
    let others = thread::scope(|scope| {
        let mut helpers = Vec::new();
        for _ in 1..threads {
            let (mut groups, mut tally) = (groups.another(), Tally::default());
            helpers.push(scope.spawn(move || work(&mut groups, &mut tally).map(|()| (groups, tally))));
        }
        let mine = work(groups, tally);
        let others = helpers.into_iter().map(|helper| helper.join().unwrap_or(Err(PartError::Damaged)));
        let others = others.collect::<Result<Vec<_>, _>>();
        mine.and(others)
    })?;
    for (other, counted) in others {
        let numbers = groups.numbers_of(other);
        tally.absorb(counted, numbers.as_deref());
    }
    Ok(())
}

/// Counts by what is the links'.
fn by_link(
    connection: &Connection,
    asked: &Asked,
    chunk: &Chunk<'_>,
    rows: &[u32],
    (values, known): (&mut Values, &mut Links),
    tally: &mut Tally,
) -> rusqlite::Result<()> {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(()) };
    let (links, visitors) = (chunk.links()?, chunk.visitors(*first as usize..*last as usize + 1)?);
    let mut of_code = vec![None; links.values.len()];
    for row in rows {
        let code = links.codes[*row as usize] as usize;
        if of_code[code].is_none() {
            of_code[code] = Some(values.of_link(connection, asked, known, links.values[code])?);
        }
        of_code[code].iter().flatten().for_each(|group| tally.click(*group, visitors[(*row - first) as usize]));
    }
    Ok(())
}
