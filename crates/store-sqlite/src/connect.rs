//! Opening a connection with the settings that the rest relies on.

use crate::column::broken;
use crate::search_links;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::fs::OpenOptions;
use std::path::Path;
use std::time::{Duration, Instant};
use trackway_store::StoreError;

/// What a connection is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    Write,
}

/// How long a connection waits for another process's transaction.
const BUSY: Duration = Duration::from_secs(10);

pub(crate) fn open(file: &Path, access: Access) -> Result<Connection, StoreError> {
    if access == Access::Write {
        make_private(file).map_err(|error| StoreError::Unavailable(format!("{}: {error}", file.display())))?;
    }
    let flags = match access {
        Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    };
    let connection = Connection::open_with_flags(file, flags).map_err(broken)?;
    prepare(&connection, access).map_err(broken)?;
    Ok(connection)
}

/// A file that is not there yet, for a copy.
pub(crate) fn create(file: &Path) -> Result<Connection, StoreError> {
    make_private(file).map_err(|error| StoreError::Unavailable(format!("{}: {error}", file.display())))?;
    Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(broken)
}

fn prepare(connection: &Connection, access: Access) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(128);
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    let kibibytes = if access == Access::Write { 32 * 1024 } else { 2 * 1024 };
    connection.pragma_update(None, "cache_size", -kibibytes)?;
    search_links::define_functions(connection)?;
    if access == Access::Write {
        // Journal segments are removed on the strength of a commit, and a client is told 201: both must survive a power cut.
        connection.pragma_update(None, "synchronous", "full")?;
        // 32 MB: the counters' pages are written with every batch, and into the file itself only once for many.
        connection.pragma_update(None, "wal_autocheckpoint", 8_000)?;
    }
    Ok(())
}

/// Lets readers and the writer work at once. The file remembers it, so this is only for a file that is known to be ours.
pub(crate) fn use_wal(writer: &Connection) -> Result<(), StoreError> {
    let deadline = Instant::now() + BUSY;
    loop {
        match writer.pragma_update(None, "journal_mode", "wal") {
            // For this one lock SQLite does not wait by itself.
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && Instant::now() < deadline => {
                std::thread::sleep(BUSY / 1_000);
            }
            switched => return switched.map_err(broken),
        }
    }
}

/// Makes the file itself where it is missing, since SQLite would let everybody read it. Its WAL takes over the mode.
fn make_private(file: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt as _;
    OpenOptions::new().create(true).append(true).mode(0o600).open(file).map(|_| ())
}
