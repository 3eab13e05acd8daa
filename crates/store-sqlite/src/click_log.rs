//! The clicks of a workspace one by one, in the order of the log, whichever tier holds them. The log knows links and no workspaces, and reads
//! stretches of itself best, so that a stretch is read and what does not fit is left out.

use crate::SqliteStore;
use crate::clicks::log;
use crate::known_links::KnownLinks;
use async_trait::async_trait;
use rusqlite::Connection;
use trackway_domain::link::Link;
use trackway_domain::stats::Filter;
use trackway_store::StoreError;
use trackway_store::click_log::{ClickLog, ClickLogQuery, LogPortion, LoggedClick};
use trackway_store::clicks::{ClickRow, LogPosition};
use trackway_store::page::Order;
use trackway_store::stats::{click_value, link_values};

/// How many clicks of the log are read at once, and how many times for one portion: a quarter of a million clicks.
const STRETCH: usize = 16_384;
const STRETCHES: usize = 16;

#[async_trait]
impl ClickLog for SqliteStore {
    async fn portion(&self, query: ClickLogQuery) -> Result<LogPortion, StoreError> {
        self.read(move |connection| portion(connection, &query)).await
    }
}

fn portion(connection: &Connection, query: &ClickLogQuery) -> rusqlite::Result<LogPortion> {
    let (mut clicks, mut links, mut behind) = (Vec::new(), KnownLinks::default(), query.behind);
    for _ in 0..STRETCHES {
        let Some(stretch) = stretch(connection, query.order, behind)? else { return Ok(LogPortion { clicks, go_on: None }) };
        for (position, click) in stretch.rows {
            let Some(link) = links.get(connection, click.link.0.to_i64())? else { continue };
            if !fits(query, link, &click) {
                continue;
            }
            clicks.push(LoggedClick { position, click, link: link.uuid, code: link.code.to_string() });
            if clicks.len() >= query.limit.max(1) as usize {
                return Ok(LogPortion { clicks, go_on: Some(position) });
            }
        }
        behind = Some(stretch.end);
    }
    Ok(LogPortion { clicks, go_on: behind })
}

/// A stretch of the log in the order that is asked for, and its last place in that order.
struct Stretch {
    rows: Vec<(LogPosition, ClickRow)>,
    end: LogPosition,
}

fn stretch(connection: &Connection, order: Order, behind: Option<LogPosition>) -> rusqlite::Result<Option<Stretch>> {
    match order {
        Order::OldestFirst => {
            let rows = log::log(connection, behind.unwrap_or_default(), STRETCH)?;
            Ok(rows.last().map(|(end, _)| *end).map(|end| Stretch { rows, end }))
        }
        Order::NewestFirst => {
            let last = behind.map_or(log::end(connection)?.0, |behind| behind.0.saturating_sub(1));
            let first = last.saturating_sub(STRETCH as u64) + 1;
            if last == 0 {
                return Ok(None);
            }
            let mut rows = log::log(connection, LogPosition(first - 1), STRETCH)?;
            rows.retain(|(position, _)| position.0 <= last);
            rows.reverse();
            Ok(Some(Stretch { rows, end: LogPosition(first) }))
        }
    }
}

fn fits(query: &ClickLogQuery, link: &Link, click: &ClickRow) -> bool {
    let is_within = link.workspace == query.workspace && query.account.is_none_or(|account| link.account == account);
    let is_in_time = query.from.is_none_or(|from| click.at >= from) && query.before.is_none_or(|before| click.at < before);
    let admits = |filter: &Filter| match filter.by.is_of_link() {
        true => filter.admits(link_values(link, filter.by).iter().map(Option::as_deref)),
        false => filter.admits(std::iter::once(click_value(click, filter.by))),
    };
    is_within && is_in_time && query.filters.iter().all(admits)
}
