//! Conversions in the order in which they were recorded, as far as what is asked for holds for them, and for the visits that led to them.

use crate::column::bytes;
use crate::conversions::{SELECT, Standings, conversion, touch_of};
use crate::credit_questions::Visits;
use crate::histories::attribution;
use jiff::Timestamp;
use rusqlite::{Connection, params};
use trackway_domain::attribution::Model;
use trackway_domain::conversion::{Conversion, ConversionId};
use trackway_domain::person::ExternalId;
use trackway_store::conversions::{ConversionPage, ConversionQuery, ConversionView};
use trackway_store::page::Order;

/// Conversions that are read at once where visits are looked at, and how many times for one page.
const STRETCH: usize = 1_000;
const STRETCHES: usize = 10;

pub(crate) fn list(connection: &Connection, query: &ConversionQuery, model: Option<Model>) -> rusqlite::Result<ConversionPage> {
    let limit = query.limit as usize;
    let at_once = if query.filters.is_empty() { limit + 1 } else { STRETCH };
    // Neighbours are often of one person.
    let (mut items, mut standings, mut visits) = (Vec::new(), Standings::new(), Visits::of(&query.filters));
    let mut behind = query.behind;
    for _ in 0..STRETCHES {
        let stretch = stretch(connection, query, behind, at_once)?;
        let is_last = stretch.len() < at_once;
        for conversion in stretch {
            if items.len() == limit {
                return Ok(ConversionPage { items, go_on: behind });
            }
            behind = Some(conversion.id);
            let touch = touch_of(connection, &conversion, model, &mut standings)?;
            if visits.admit(connection, conversion.person, touch.as_ref().map(|(touch, _)| touch))? {
                let attribution = touch.map(|(touch, model)| attribution(connection, &touch, model)).transpose()?;
                items.push(ConversionView { conversion, attribution });
            }
        }
        if is_last {
            return Ok(ConversionPage { items, go_on: None });
        }
    }
    Ok(ConversionPage { items, go_on: behind })
}

fn stretch(
    connection: &Connection,
    query: &ConversionQuery,
    behind: Option<ConversionId>,
    limit: usize,
) -> rusqlite::Result<Vec<Conversion>> {
    let (later, order) = match query.order {
        Order::OldestFirst => (">", "ASC"),
        Order::NewestFirst => ("<", "DESC"),
    };
    let select = format!(
        "{SELECT} WHERE conversions.workspace = ?1 AND (?2 IS NULL OR conversions.id {later} ?2) AND (?3 IS NULL OR account = ?3)
        AND (?4 IS NULL OR kind IN (SELECT value FROM json_each(?4))) AND (?5 IS NULL OR external_id = ?5)
        AND (?6 IS NULL OR occurred_at >= ?6) AND (?7 IS NULL OR occurred_at < ?7) ORDER BY conversions.id {order} LIMIT ?8"
    );
    let kinds = query.kinds.iter().map(|kind| format!("\"{}\"", kind.as_str())).collect::<Vec<_>>();
    let row = params![
        bytes(&query.workspace.0),
        behind.as_ref().map(|behind| bytes(&behind.0)),
        query.account.as_ref().map(|account| bytes(&account.0)),
        (!kinds.is_empty()).then(|| format!("[{}]", kinds.join(","))),
        query.person.as_ref().map(ExternalId::as_str),
        query.from.map(Timestamp::as_millisecond),
        query.before.map(Timestamp::as_millisecond),
        i64::try_from(limit).unwrap_or(i64::MAX),
    ];
    connection.prepare_cached(&select)?.query_map(row, conversion)?.collect()
}
