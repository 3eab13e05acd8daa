//! Walking through all clicks of a workspace: the parts as they are at the start, a row group at a time, then what stands behind them in the log.

use super::log;
use crate::SqliteStore;
use crate::parts::{Part, PartError, Text, manifest};
use async_trait::async_trait;
use rusqlite::Connection;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use trackway_domain::stats::Span;
use trackway_domain::workspace::WorkspaceId;
use trackway_store::StoreError;
use trackway_store::click_walk::{ClickWalk, ClickWalks};
use trackway_store::clicks::{ClickRow, LogPosition};

/// Clicks of the log that are read at once.
const PORTION: usize = 16_384;

/// How far a walk is.
#[derive(Clone)]
struct Walk {
    workspace: WorkspaceId,
    span: Span,
    /// Row groups that are left. Their parts stay open, so that they can be read though others take their place.
    groups: VecDeque<(Arc<Part>, usize)>,
    /// What of the log behind the parts is left.
    after: LogPosition,
    end: LogPosition,
}

#[async_trait]
impl ClickWalks for SqliteStore {
    async fn walk(&self, workspace: WorkspaceId, span: Span) -> Result<ClickWalk, StoreError> {
        self.read(move |connection| {
            let (mut groups, mut all) = (VecDeque::new(), 0);
            for entry in manifest::entries(connection)? {
                let part = manifest::open(connection, &entry)?;
                all += entry.contents.clicks;
                groups.extend((0..part.groups()).map(|group| (Arc::clone(&part), group)));
            }
            let (after, end) = (LogPosition(manifest::compacted(connection)?), log::end(connection)?);
            let walk = Walk { workspace, span, groups, after, end };
            Ok(ClickWalk { state: Box::new(walk), passed: 0, all: all + end.0.saturating_sub(after.0) })
        })
        .await
    }

    async fn step(&self, walk: &mut ClickWalk) -> Result<Option<Vec<ClickRow>>, StoreError> {
        let other = || StoreError::Broken("a walk of another store".to_owned());
        let state = walk.state.downcast_mut::<Walk>().ok_or_else(other)?;
        let (mut next, passed) = (state.clone(), walk.passed);
        let (stepped, next, now_passed) = self
            .read(move |connection| {
                let mut passed = passed;
                let rows = step(connection, &mut next, &mut passed)?;
                Ok((rows, next, passed))
            })
            .await?;
        // A step that fails can be tried again.
        (*state, walk.passed) = (next, now_passed);
        Ok(stepped)
    }
}

fn step(connection: &Connection, walk: &mut Walk, passed: &mut u64) -> rusqlite::Result<Option<Vec<ClickRow>>> {
    if let Some((part, group)) = walk.groups.pop_front() {
        *passed += part.rows(group) as u64;
        return Ok(Some(of_group(walk, &part, group)?));
    }
    if walk.after >= walk.end {
        return Ok(None);
    }
    let read = log::log(connection, walk.after, PORTION)?;
    let last = read.last().map_or(walk.end, |(position, _)| *position);
    *passed += read.len() as u64;
    let (end, mut known, mut rows) = (walk.end, HashMap::new(), Vec::new());
    for (_, row) in read.into_iter().filter(|(position, _)| *position <= end) {
        let link = row.link.0.to_i64();
        let is_theirs = match known.get(&link) {
            Some(is_theirs) => *is_theirs,
            None => {
                let select = "SELECT 1 FROM links WHERE id = ? AND workspace = ?";
                let is_theirs = connection.prepare_cached(select)?.exists((link, walk.workspace.0.as_bytes()))?;
                *known.entry(link).or_insert(is_theirs)
            }
        };
        if is_theirs && walk.span.holds(row.at) {
            rows.push(row);
        }
    }
    walk.after = last;
    Ok(Some(rows))
}

fn of_group(walk: &Walk, part: &Part, group: usize) -> Result<Vec<ClickRow>, PartError> {
    let (earliest, latest) = part.times_between(group);
    let span = (walk.span.from().as_millisecond(), walk.span.before().as_millisecond());
    if latest < span.0 || earliest >= span.1 {
        return Ok(Vec::new());
    }
    let (columns, workspace) = (part.columns(group, 0..part.rows(group))?, walk.workspace.0.to_string());
    let is_theirs = |index: &usize| columns.text(Text::Workspace, *index).is_some_and(|text| **text == *workspace);
    let is_wanted = |index: &usize| (span.0..span.1).contains(&columns.times[*index]) && is_theirs(index);
    columns.rows((0..columns.len()).filter(is_wanted))
}
