//! The second tier of the click log: Parquet files, each of which holds the clicks of a stretch of the log in the order of link and time.
//!
//! A part is never changed. The manifest (`click_parts`) names the parts there are; what is written beside the database and not named there
//! is nothing. Clicks up to a position are in parts, all behind it in blocks: `compacted` says which position that is.

mod change;
mod checked_pages;
mod columns;
mod compact;
pub(crate) mod manifest;
mod merge;
mod pages;
mod read;
mod rewrite;
mod room;
mod schema;
mod upkeep;
mod write;

#[cfg(test)]
mod tests;

pub(crate) use change::{Change, apply, mark_stale};
pub(crate) use columns::{Builder, Coded, Columns, Remap};
pub(crate) use read::Part;
pub(crate) use rewrite::{Fate, rewrite};
pub(crate) use room::{Patience, Room};
pub use room::{Tending, Watch};
pub(crate) use schema::Text;
pub(crate) use upkeep::Changed;
pub(crate) use write::{Contents, PartWriter};

use trackway_store::StoreError;

/// Why a part could not be read or written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PartError {
    /// The disk's trouble.
    #[error("a part of the click log: {0}")]
    Io(#[from] std::io::Error),
    /// It is no part, or a damaged one.
    #[error("a part of the click log is unreadable: {0}")]
    Format(#[from] parquet::errors::ParquetError),
    /// It is Parquet, and not as we write it.
    #[error("a part of the click log is not as it was written")]
    Damaged,
    /// The database's trouble.
    #[error(transparent)]
    Database(#[from] rusqlite::Error),
}

impl From<PartError> for StoreError {
    fn from(error: PartError) -> Self {
        match error {
            PartError::Io(_) => Self::Unavailable(error.to_string()),
            PartError::Format(_) | PartError::Damaged => Self::Broken(error.to_string()),
            PartError::Database(error) => crate::column::broken(error),
        }
    }
}

/// For questions in the middle of a transaction, whose errors are the database's.
impl From<PartError> for rusqlite::Error {
    fn from(error: PartError) -> Self {
        match error {
            PartError::Database(error) => error,
            error => Self::FromSqlConversionFailure(0, rusqlite::types::Type::Null, Box::new(error)),
        }
    }
}
