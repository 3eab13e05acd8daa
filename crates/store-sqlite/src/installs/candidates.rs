//! The clicks that an install may have come from, with what is known of them now.

use crate::clicks::log;
use crate::column::{bytes, document};
use crate::record::link_place;
use crate::traces;
use rusqlite::{Connection, OptionalExtension as _};
use std::collections::HashMap;
use trackway_domain::click::ClickId;
use trackway_domain::install::trace::{Candidate, NamedClick};
use trackway_domain::link::{LinkId, LinkSettings};
use trackway_domain::window::AttributionWindow;
use trackway_domain::workspace::WorkspaceId;
use trackway_store::installs::Search;

/// How many traces are looked at: an address with more than that is nobody's own.
const MOST: usize = 500;

/// The click that an app names; None where it has not arrived, or is another workspace's.
pub(super) fn named(connection: &Connection, workspace: WorkspaceId, id: ClickId) -> rusqlite::Result<Option<NamedClick>> {
    let Some(click) = log::find(connection, id)? else { return Ok(None) };
    let is_own = link_place(connection, click.link)?.is_some_and(|(owner, _)| owner == workspace);
    if !is_own {
        return Ok(None);
    }
    let window = window(connection, click.link)?;
    Ok(Some(NamedClick { click: id, link: click.link, at: click.at, window, is_taken: is_taken(connection, id)? }))
}

/// The traces of an address, the newest hours first.
pub(super) fn at_addresses(connection: &Connection, search: &Search) -> rusqlite::Result<Vec<Candidate>> {
    let (mut found, mut windows) = (Vec::new(), HashMap::new());
    for (hour, address) in &search.addresses {
        for trace in traces::at_address(connection, *hour, *address, MOST - found.len())? {
            let window = match windows.get(&trace.link) {
                Some(known) => *known,
                None => *windows.entry(trace.link).or_insert(window(connection, trace.link)?),
            };
            let is_taken = is_taken(connection, trace.click)?;
            found.push(Candidate { trace, window, is_taken });
        }
        if found.len() >= MOST {
            break;
        }
    }
    Ok(found)
}

/// How long a link may be credited, a deleted one too.
fn window(connection: &Connection, link: LinkId) -> rusqlite::Result<Option<AttributionWindow>> {
    let select = "SELECT settings FROM links WHERE id = ?";
    let settings = connection.prepare_cached(select)?.query_row([link.0.to_i64()], |row| document::<LinkSettings>(row, "settings"));
    Ok(settings.optional()?.and_then(|settings| settings.effective_window()))
}

fn is_taken(connection: &Connection, click: ClickId) -> rusqlite::Result<bool> {
    connection.prepare_cached("SELECT 1 FROM installs WHERE click = ?")?.exists([bytes(&click.0)])
}
