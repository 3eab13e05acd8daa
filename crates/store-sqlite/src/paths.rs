//! The namespace of the redirect host: taking a segment, and telling the change log of what stands behind one.

use crate::column::broken;
use rusqlite::types::ToSql;
use rusqlite::{Connection, ErrorCode, params};
use trackway_store::StoreError;
use trackway_store::changes::Change;
use trackway_store::error::CreateError;

/// What a segment is taken for.
pub(crate) enum Taken<'a> {
    Link(i64),
    Account(&'a [u8; 16]),
    Template(&'a [u8; 16]),
}

/// Takes a segment, once and for all.
pub(crate) fn take(connection: &Connection, segment: &str, by: Taken<'_>) -> Result<(), CreateError> {
    let none: &dyn ToSql = &rusqlite::types::Null;
    let (link, account, template): (&dyn ToSql, &dyn ToSql, &dyn ToSql) = match &by {
        Taken::Link(id) => (id, none, none),
        Taken::Account(id) => (none, id, none),
        Taken::Template(id) => (none, none, id),
    };
    let taken = connection
        .prepare_cached("INSERT INTO paths (segment, link, account, template) VALUES (?, ?, ?, ?)")
        .and_then(|mut statement| statement.execute(params![segment, link, account, template]));
    match taken {
        Ok(_) => log(connection, &Change::Path(segment.to_owned())).map_err(CreateError::Store),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => Err(CreateError::PathTaken),
        Err(error) => Err(CreateError::Store(broken(error))),
    }
}

/// Appends to the change log, in the transaction that makes the change.
pub(crate) fn log(connection: &Connection, change: &Change) -> Result<(), StoreError> {
    let (kind, subject) = match change {
        Change::Path(segment) => ("path", segment.clone()),
        Change::Template(id) => ("template", id.to_string()),
        Change::Account(id) => ("account", id.to_string()),
        Change::Domains => ("domains", String::new()),
    };
    let insert = "INSERT INTO changes (kind, subject) VALUES (?, ?)";
    connection.prepare_cached(insert).and_then(|mut statement| statement.execute([kind, &subject])).map_err(broken)?;
    Ok(())
}
