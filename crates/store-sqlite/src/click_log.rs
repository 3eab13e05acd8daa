//! The clicks of a workspace one by one, in the order of the log, whichever tier holds them: what fits is found column by column, and only that is read
//! as a whole.

use crate::SqliteStore;
use crate::clicks::chunk::Chunk;
use crate::clicks::{blocks, log};
use crate::known_links::KnownLinks;
use crate::parts::manifest;
use crate::stats::{Asked, Links, Owners, counted};
use async_trait::async_trait;
use jiff::{RoundMode, Timestamp, TimestampRound, Unit};
use rusqlite::Connection;
use std::sync::Arc;
use trackway_domain::stats::{Dimension, Filter, Question, Span};
use trackway_store::StoreError;
use trackway_store::click_log::{ClickLog, ClickLogQuery, LogPortion, LoggedClick};
use trackway_store::clicks::{ClickRow, LogPosition};
use trackway_store::page::Order;

/// Clicks that are looked at for one portion: where few fit, a portion is smaller than what is asked for.
const LOOKED_AT: u64 = 1 << 20;

#[async_trait]
impl ClickLog for SqliteStore {
    async fn portion(&self, query: ClickLogQuery) -> Result<LogPortion, StoreError> {
        let owners = Arc::clone(&self.owners);
        self.read(move |connection| portion(connection, &query, owners)).await
    }
}

fn portion(connection: &Connection, query: &ClickLogQuery, owners: Arc<Owners>) -> rusqlite::Result<LogPortion> {
    let (mut clicks, mut looked_at, mut links, mut known) = (Vec::new(), 0, Links::default(), KnownLinks::default());
    let Some(question) = question(query) else { return Ok(LogPortion { clicks, go_on: None }) };
    let asked = Asked::of(connection, question, owners)?;
    for stretch in stretches(connection, query, asked.span)? {
        let wanted = (query.limit.max(1) as usize).saturating_sub(clicks.len());
        for (position, click) in stretch.read(connection, query, &asked, &mut links, wanted)? {
            if let Some(link) = known.get(connection, click.link.0.to_i64())? {
                clicks.push(LoggedClick { position, click, link: link.uuid, code: link.code.to_string() });
            }
        }
        looked_at += stretch.clicks;
        let last = clicks.last().filter(|_| clicks.len() >= query.limit.max(1) as usize).map(|last| last.position);
        if last.is_some() || looked_at >= LOOKED_AT {
            return Ok(LogPortion { go_on: last.or(Some(stretch.end(query.order))), clicks });
        }
    }
    Ok(LogPortion { clicks, go_on: None })
}

/// None where nothing can fit.
fn question(query: &ClickLogQuery) -> Option<Question> {
    let mut filters = query.filters.clone();
    filters.extend(query.account.map(|account| Filter::only(Dimension::Account, [Some(account.to_string())])));
    // Clicks are known to the millisecond, so that whatever lies between two is the later one.
    let whole = TimestampRound::new().smallest(Unit::Millisecond).mode(RoundMode::Ceil);
    let whole = |at: Option<Timestamp>, otherwise: Timestamp| at.map_or(otherwise, |at| at.round(whole).unwrap_or(at));
    let span = Span::new(whole(query.from, Timestamp::MIN), whole(query.before, Timestamp::MAX)).ok()?;
    Some(Question { workspace: query.workspace, span, filters })
}

/// A stretch of the log that is kept in one place.
struct Stretch {
    first: u64,
    last: u64,
    clicks: u64,
    /// None where it is a block.
    part: Option<manifest::Entry>,
}

/// What may hold clicks of that time and is behind the place where the query goes on, in its order.
fn stretches(connection: &Connection, query: &ClickLogQuery, (from, before): (i64, i64)) -> rusqlite::Result<Vec<Stretch>> {
    let mut stretches = Vec::new();
    for entry in manifest::entries(connection)? {
        let (contents, positions) = (&entry.contents, entry.contents.positions);
        if contents.times.0 < before && contents.times.1 >= from {
            stretches.push(Stretch { first: positions.0, last: positions.1, clicks: contents.clicks, part: Some(entry) });
        }
    }
    let blocks = blocks::within(connection, (from, before))?;
    stretches.extend(blocks.into_iter().map(|(first, clicks)| Stretch { first, last: first + clicks - 1, clicks, part: None }));
    stretches.retain(|stretch| is_behind(query, stretch.first) || is_behind(query, stretch.last));
    if query.order == Order::NewestFirst {
        stretches.reverse();
    }
    Ok(stretches)
}

fn is_behind(query: &ClickLogQuery, position: u64) -> bool {
    query.behind.is_none_or(|behind| match query.order {
        Order::OldestFirst => position > behind.0,
        Order::NewestFirst => position < behind.0,
    })
}

impl Stretch {
    /// Its last place in that order.
    fn end(&self, order: Order) -> LogPosition {
        LogPosition(if order == Order::OldestFirst { self.last } else { self.first })
    }

    /// The first clicks of it that fit, in the query's order, as many as are wanted.
    fn read(
        &self,
        connection: &Connection,
        query: &ClickLogQuery,
        asked: &Asked,
        links: &mut Links,
        wanted: usize,
    ) -> rusqlite::Result<Vec<(LogPosition, ClickRow)>> {
        let fitting = |chunk: &Chunk<'_>, links: &mut Links| counted(connection, asked, chunk, &[asked.span], links);
        let Some(entry) = &self.part else {
            return blocks::with_block(connection, self.first, |block| {
                let places = fitting(&Chunk::Block(block), links)?.into_iter().map(|row| (self.first + u64::from(row), 0, row as usize));
                let places = first(places.collect(), query, wanted);
                let rows = block.rows(places.iter().map(|(.., index)| *index)).map_err(blocks::unreadable)?;
                Ok(places.into_iter().map(|(position, ..)| LogPosition(position)).zip(rows).collect())
            });
        };
        let (part, mut places) = (manifest::open(connection, entry)?, Vec::new());
        for group in (0..part.groups()).filter(|group| asked.may_hold(part.links_between(*group), part.times_between(*group))) {
            let rows = fitting(&Chunk::Group(&part, group), links)?;
            if let (Some(start), Some(end)) = (rows.first(), rows.last()) {
                let positions = part.positions(group, *start as usize..*end as usize + 1)?;
                places.extend(rows.iter().map(|row| (positions[(*row - start) as usize], group, *row as usize)));
            }
        }
        let places = first(places, query, wanted);
        let rows = log::rows(&part, &places)?;
        Ok(places.into_iter().map(|(position, ..)| LogPosition(position)).zip(rows).collect())
    }
}

/// The first of these places (position, row group, place therein) that are behind where the query goes on, in its order.
fn first(mut places: Vec<(u64, usize, usize)>, query: &ClickLogQuery, wanted: usize) -> Vec<(u64, usize, usize)> {
    places.retain(|(position, ..)| is_behind(query, *position));
    let rank = |(position, ..): &(u64, usize, usize)| if query.order == Order::OldestFirst { *position } else { u64::MAX - *position };
    if places.len() > wanted {
        places.select_nth_unstable_by_key(wanted, rank);
        places.truncate(wanted);
    }
    places.sort_unstable_by_key(rank);
    places
}
