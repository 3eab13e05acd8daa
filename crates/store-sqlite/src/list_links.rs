//! Listing links, newest first. Ids are in the order of time, so a list is one walk along an index, and a span of time is one of ids.

use crate::column::bytes;
use crate::links::link;
use crate::search_links;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use trackway_domain::link::Link;
use trackway_domain::snowflake::Snowflake;
use trackway_store::links::LinkQuery;
use trackway_store::page::Page;

pub(crate) fn list(connection: &Connection, query: &LinkQuery) -> rusqlite::Result<Page<Link>> {
    let (source, mut values) = source(query);
    values.extend([Value::Integer(i64::from(query.limit) + 1), Value::Integer(i64::from(query.offset))]);
    let select = format!("SELECT links.* FROM {source} LIMIT ? OFFSET ?");
    let links = connection.prepare_cached(&select)?.query_map(params_from_iter(values), link)?.collect::<Result<_, _>>()?;
    Ok(Page::from_one_more(links, query.limit))
}

pub(crate) fn count(connection: &Connection, query: &LinkQuery, up_to: u32) -> rusqlite::Result<u32> {
    let (source, mut values) = source(query);
    values.push(Value::Integer(i64::from(up_to)));
    let select = format!("SELECT count(*) FROM (SELECT 1 FROM {source} LIMIT ?)");
    connection.prepare_cached(&select)?.query_row(params_from_iter(values), |row| row.get(0))
}

/// Where the links come from, on which condition and in which order; and its values, in order.
fn source(query: &LinkQuery) -> (String, Vec<Value>) {
    let mut terms = Terms { parts: Vec::new(), values: Vec::new() };
    let (tables, id) = match search_links::question(query) {
        Some(question) => {
            terms.add("link_index MATCH ?", Value::Text(question));
            ("link_index CROSS JOIN links ON links.id = link_index.rowid", "link_index.rowid")
        }
        None => ("links", "links.id"),
    };
    bound(query, id, &mut terms);
    choose(query, &mut terms);
    (format!("{tables} WHERE {} AND deleted_at IS NULL ORDER BY {id} DESC", terms.parts.join(" AND ")), terms.values)
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

/// Which of them. Of what an index begins with, the one that most likely is the rarest is left to the planner, and the others are not.
fn choose(query: &LinkQuery, terms: &mut Terms) {
    let blob = |id: &uuid::Uuid| Value::Blob(bytes(id).to_vec());
    let flag = |flag: bool| Value::Integer(i64::from(flag));
    let mut is_taken = false;
    let mut add = |column: &str, value: Option<Value>| {
        let Some(value) = value else { return };
        terms.add(format!("{}{column} = ?", if is_taken { "+" } else { "" }), value);
        is_taken = true;
    };
    add("project", query.project.map(|id| blob(&id.0)));
    add("template", query.template.map(|id| blob(&id.0)));
    add("account", query.within.account.map(|id| blob(&id.0)));
    let has_index = query.project.is_none() && query.template.is_none() && query.within.account.is_none();
    terms.add(format!("{}workspace = ?", if has_index { "" } else { "+" }), blob(&query.within.workspace.0));
    if let Some(is_paused) = query.is_paused {
        terms.add(format!("{}is_paused = ?", if has_index { "" } else { "+" }), flag(is_paused));
    }
    if let Some(is_archived) = query.is_archived {
        terms.add(format!("{}is_archived = ?", if has_index && query.is_paused.is_none() { "" } else { "+" }), flag(is_archived));
    }
    if let Some(text) = &query.search {
        terms.add("mentions(?, code, name, destination)", Value::Text(text.to_lowercase()));
    }
}
