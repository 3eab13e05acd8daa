//! Listing links. Ids are in the order of time, so a list of the newest is one walk along an index, and a span of time is one of ids. A list
//! in the order of a number looks at the number of each link that it could give.

use crate::column::bytes;
use crate::links::link;
use crate::search_links;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use trackway_domain::link::Link;
use trackway_domain::snowflake::Snowflake;
use trackway_store::links::{LinkNumber, LinkOrder, LinkQuery};
use trackway_store::page::Page;

pub(crate) fn list(connection: &Connection, query: &LinkQuery) -> rusqlite::Result<Page<Link>> {
    let Source { links, id, mut values } = source(connection, query)?;
    values.extend([Value::Integer(i64::from(query.limit) + 1), Value::Integer(i64::from(query.offset))]);
    let select = select(query.order, &links, id);
    let links = connection.prepare_cached(&select)?.query_map(params_from_iter(values), link)?.collect::<Result<_, _>>()?;
    Ok(Page::from_one_more(links, query.limit))
}

pub(crate) fn count(connection: &Connection, query: &LinkQuery, up_to: u32) -> rusqlite::Result<u32> {
    let Source { links, mut values, .. } = source(connection, query)?;
    values.push(Value::Integer(i64::from(up_to)));
    let select = format!("SELECT count(*) FROM (SELECT 1 FROM {links} LIMIT ?)");
    connection.prepare_cached(&select)?.query_row(params_from_iter(values), |row| row.get(0))
}

/// Where the links come from and on which condition.
struct Source {
    links: String,
    /// The column of ids in whose order they come: sorting by another, equal one would read them all.
    id: &'static str,
    /// The values of the condition, in order.
    values: Vec<Value>,
}

fn source(connection: &Connection, query: &LinkQuery) -> rusqlite::Result<Source> {
    let mut terms = Terms { parts: Vec::new(), values: Vec::new() };
    let tag = query.tag.as_ref().map(|tag| Value::Text(tag.as_str().to_owned()));
    let mut is_there = " AND deleted_at IS NULL";
    let (tables, id) = match (search_links::question(connection, query)?, tag) {
        (Some(question), tag) => {
            terms.add("link_index MATCH ?", Value::Text(question));
            // The index forgets what is deleted, and in a row that stands behind the long document, which would have to be read.
            is_there = "";
            let has_tag = "EXISTS (SELECT 1 FROM link_tags WHERE workspace = links.workspace AND tag = ? AND link = links.id)";
            tag.into_iter().for_each(|tag| terms.add(has_tag, tag));
            ("link_index CROSS JOIN links ON links.id = link_index.rowid", "link_index.rowid")
        }
        (None, Some(tag)) => {
            terms.add("link_tags.workspace = ?", Value::Blob(bytes(&query.within.workspace.0).to_vec()));
            terms.add("link_tags.tag = ?", tag);
            ("link_tags CROSS JOIN links ON links.id = link_tags.link", "link_tags.link")
        }
        (None, None) => ("links", "links.id"),
    };
    bound(query, id, &mut terms);
    choose(query, &mut terms);
    let links = format!("{tables} WHERE {}{is_there}", terms.parts.join(" AND "));
    Ok(Source { links, id, values: terms.values })
}

/// A portion in some order. A list in the order of a number chooses among ids and numbers, which indices hold, and reads only the links
/// that it gives. A link that nobody has opened may have no numbers yet; they are zero.
fn select(order: LinkOrder, source: &str, id: &str) -> String {
    let by_id = |direction| format!("SELECT links.* FROM {source} ORDER BY {id} {direction} LIMIT ? OFFSET ?");
    let by_number = |number, direction| {
        let number = format!("ifnull((SELECT {} FROM link_totals WHERE link = links.id), 0)", column(number));
        let order = format!("ORDER BY number {direction}, chosen DESC");
        let chosen = format!("SELECT {id} AS chosen, {number} AS number FROM {source} {order} LIMIT ? OFFSET ?");
        format!("SELECT links.* FROM ({chosen}) JOIN links ON links.id = chosen {order}")
    };
    match order {
        LinkOrder::Newest => by_id("DESC"),
        LinkOrder::Oldest => by_id("ASC"),
        LinkOrder::Most(number) => by_number(number, "DESC"),
        LinkOrder::Fewest(number) => by_number(number, "ASC"),
    }
}

fn column(number: LinkNumber) -> &'static str {
    match number {
        LinkNumber::Clicks => "clicks",
        LinkNumber::Visits => "visits",
        LinkNumber::Claims => "claims",
        LinkNumber::Follows => "follows",
        LinkNumber::Subscriptions => "subscriptions",
        LinkNumber::Gross => "gross_mills",
        LinkNumber::Net => "net_mills",
    }
}

struct Terms {
    parts: Vec<String>,
    values: Vec<Value>,
}

impl Terms {
    fn add(&mut self, part: impl Into<String>, value: Value) {
        self.parts.push(part.into());
        self.values.push(value);
    }
}

/// Which span of ids. A link was made at the time in its id.
fn bound(query: &LinkQuery, id: &str, terms: &mut Terms) {
    let first = |at: jiff::Timestamp| {
        // An id has no smaller part of a time than a millisecond, and what is made within one is not before its end.
        let milliseconds = at.as_millisecond() + i64::from(at.subsec_nanosecond() % 1_000_000 > 0);
        Value::Integer(Snowflake::compose(milliseconds, 0, 0).to_i64())
    };
    if let Some(link) = query.behind {
        terms.add(format!("{id} < ?"), Value::Integer(link.0.to_i64()));
    }
    if let Some(from) = query.created_from {
        terms.add(format!("{id} >= ?"), first(from));
    }
    if let Some(before) = query.created_before {
        terms.add(format!("{id} < ?"), first(before));
    }
}

/// Which of them. Each column has an index that is in the order of ids. The planner, which knows nothing of how many rows a value has, is
/// left the one that is likely the rarest; a plus sign keeps it from the others.
fn choose(query: &LinkQuery, terms: &mut Terms) {
    let blob = |id: &uuid::Uuid| Value::Blob(bytes(id).to_vec());
    let rare = [
        ("project", query.project.map(|id| blob(&id.0))),
        ("template", query.template.map(|id| blob(&id.0))),
        ("account", query.within.account.map(|id| blob(&id.0))),
    ];
    let rare = rare.into_iter().filter_map(|(column, value)| Some((column, value?)));
    // Of a whole workspace, those in one state are together too.
    let state = match (query.is_paused, query.is_archived) {
        (Some(is_paused), is_archived) => [Some(("is_paused", is_paused)), is_archived.map(|flag| ("+is_archived", flag))],
        (None, is_archived) => [is_archived.map(|flag| ("is_archived", flag)), None],
    };
    let mut plus = "";
    for (column, value) in rare {
        terms.add(format!("{plus}{column} = ?"), value);
        plus = "+";
    }
    terms.add(format!("{plus}links.workspace = ?"), blob(&query.within.workspace.0));
    for (column, flag) in state.into_iter().flatten() {
        terms.add(format!("{plus}{column} = ?"), Value::Integer(i64::from(flag)));
    }
    if let Some(text) = &query.search {
        terms.add("mentions(?, code, name, destination)", Value::Text(text.to_lowercase()));
    }
}
