//! Listing links, newest first. Ids are in the order of time, so the list is one walk along an index.

use crate::column::bytes;
use crate::links::link;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use trackway_domain::link::Link;
use trackway_store::links::LinkQuery;
use trackway_store::page::Page;

pub(crate) fn list(connection: &Connection, query: &LinkQuery) -> rusqlite::Result<Page<Link>> {
    let (condition, mut values) = condition(query);
    values.extend([Value::Integer(i64::from(query.limit) + 1), Value::Integer(i64::from(query.offset))]);
    let select = format!("SELECT * FROM links WHERE {condition} ORDER BY id DESC LIMIT ? OFFSET ?");
    let links = connection.prepare_cached(&select)?.query_map(params_from_iter(values), link)?.collect::<Result<_, _>>()?;
    Ok(Page::from_one_more(links, query.limit))
}

pub(crate) fn count(connection: &Connection, query: &LinkQuery, up_to: u32) -> rusqlite::Result<u32> {
    let (condition, mut values) = condition(query);
    values.push(Value::Integer(i64::from(up_to)));
    let select = format!("SELECT count(*) FROM (SELECT 1 FROM links WHERE {condition} LIMIT ?)");
    connection.prepare_cached(&select)?.query_row(params_from_iter(values), |row| row.get(0))
}

/// The condition of a query and its values, in order.
fn condition(query: &LinkQuery) -> (String, Vec<Value>) {
    let mut parts = vec!["deleted_at IS NULL"];
    let mut values = Vec::new();
    let mut add = |part, value| {
        parts.push(part);
        values.push(value);
    };
    match query.within.account {
        Some(account) => {
            add("account = ?", Value::Blob(bytes(&account.0).to_vec()));
            add("+workspace = ?", Value::Blob(bytes(&query.within.workspace.0).to_vec()));
        }
        None => add("workspace = ?", Value::Blob(bytes(&query.within.workspace.0).to_vec())),
    }
    if let Some(link) = query.behind {
        add("id < ?", Value::Integer(link.0.to_i64()));
    }
    if let Some(is_paused) = query.is_paused {
        add("is_paused = ?", Value::Integer(i64::from(is_paused)));
    }
    if let Some(template) = query.template {
        add("template = ?", Value::Blob(bytes(&template.0).to_vec()));
    }
    if let Some(from) = query.created_from {
        add("created_at >= ?", Value::Integer(from.as_millisecond()));
    }
    if let Some(before) = query.created_before {
        add("created_at < ?", Value::Integer(before.as_millisecond()));
    }
    if let Some(text) = &query.search {
        add("mentions(?, code, name, destination)", Value::Text(text.to_lowercase()));
    }
    (parts.join(" AND "), values)
}

/// Makes `mentions(text in lower case, column, …)` known to SQLite, whose own `LIKE` knows the case of ASCII letters only.
pub(crate) fn define_mentions(connection: &Connection) -> rusqlite::Result<()> {
    connection.create_scalar_function("mentions", -1, FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC, |context| {
        let text = context.get_raw(0).as_str()?;
        for index in 1..context.len() {
            if context.get_raw(index).as_str_or_null()?.is_some_and(|column| column.to_lowercase().contains(text)) {
                return Ok(true);
            }
        }
        Ok(false)
    })
}
