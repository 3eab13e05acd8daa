//! Between columns and domain types. What a column holds was valid when it was written; anything else is a broken store.

use jiff::Timestamp;
use rusqlite::types::{FromSql, Type};
use rusqlite::{ErrorCode, Row};
use serde::Serialize;
use serde::de::DeserializeOwned;
use trackway_store::StoreError;
use uuid::Uuid;

/// Sorts SQLite's errors into those that pass and those that do not.
pub(crate) fn broken(error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(
            ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::DiskFull
            | ErrorCode::CannotOpen
            | ErrorCode::SystemIoFailure
            | ErrorCode::OutOfMemory,
        ) => StoreError::Unavailable(error.to_string()),
        _ => StoreError::Broken(error.to_string()),
    }
}

/// Reads a column through a parser of the domain.
pub(crate) fn parsed<S: FromSql, T>(row: &Row<'_>, name: &str, parse: impl FnOnce(S) -> Option<T>) -> rusqlite::Result<T> {
    parse(row.get(name)?).ok_or_else(|| missing(name))
}

/// Something that ought to be there, and to be readable, is not.
pub(crate) fn missing(name: &str) -> rusqlite::Error {
    rusqlite::Error::InvalidColumnType(0, format!("unreadable {name}"), Type::Null)
}

/// The same for a column that may be null.
pub(crate) fn parsed_option<S: FromSql, T>(row: &Row<'_>, name: &str, parse: impl FnOnce(S) -> Option<T>) -> rusqlite::Result<Option<T>> {
    match row.get::<_, Option<S>>(name)? {
        None => Ok(None),
        Some(_) => parsed(row, name, parse).map(Some),
    }
}

pub(crate) fn uuid(row: &Row<'_>, name: &str) -> rusqlite::Result<Uuid> {
    row.get::<_, [u8; 16]>(name).map(Uuid::from_bytes)
}

pub(crate) fn time(row: &Row<'_>, name: &str) -> rusqlite::Result<Timestamp> {
    parsed(row, name, |milliseconds| Timestamp::from_millisecond(milliseconds).ok())
}

pub(crate) fn time_option(row: &Row<'_>, name: &str) -> rusqlite::Result<Option<Timestamp>> {
    parsed_option(row, name, |milliseconds| Timestamp::from_millisecond(milliseconds).ok())
}

pub(crate) fn document<T: DeserializeOwned>(row: &Row<'_>, name: &str) -> rusqlite::Result<T> {
    parsed(row, name, |text: String| serde_json::from_str(&text).ok())
}

pub(crate) fn to_document<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Broken(error.to_string()))
}

pub(crate) fn bytes(uuid: &Uuid) -> &[u8; 16] {
    uuid.as_bytes()
}

/// A count that SQLite keeps as a signed number.
pub(crate) fn count(row: &Row<'_>, name: &str) -> rusqlite::Result<u64> {
    parsed(row, name, |number: i64| u64::try_from(number).ok())
}
