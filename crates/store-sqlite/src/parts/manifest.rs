//! Which parts there are, and where their files lie.

use super::{Contents, Part, PartError};
use crate::column::document;
use rusqlite::{Connection, Row};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// A part that is named in the manifest.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) file: String,
    pub(crate) contents: Contents,
}

/// All parts, in the order of the log.
pub(crate) fn entries(connection: &Connection) -> rusqlite::Result<Vec<Entry>> {
    select(connection, "SELECT * FROM click_parts ORDER BY first", ())
}

/// Parts with a click behind a position, in the order of the log.
pub(crate) fn behind(connection: &Connection, position: u64) -> rusqlite::Result<Vec<Entry>> {
    select(connection, "SELECT * FROM click_parts WHERE last > ? ORDER BY first", [position])
}

/// Parts whose ids lie around one.
pub(crate) fn around(connection: &Connection, id: &[u8; 16]) -> rusqlite::Result<Vec<Entry>> {
    select(connection, "SELECT * FROM click_parts WHERE ? BETWEEN lowest AND highest ORDER BY first DESC", [id])
}

fn select(connection: &Connection, select: &str, parameters: impl rusqlite::Params) -> rusqlite::Result<Vec<Entry>> {
    connection.prepare_cached(select)?.query_map(parameters, entry)?.collect()
}

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        file: row.get("file")?,
        contents: Contents {
            clicks: row.get("clicks")?,
            positions: (row.get("first")?, row.get("last")?),
            times: (row.get("earliest")?, row.get("latest")?),
            ids: (row.get("lowest")?, row.get("highest")?),
            bytes: row.get("bytes")?,
            days: document(row, "days")?,
        },
    })
}

/// The last position that is in parts.
pub(crate) fn compacted(connection: &Connection) -> rusqlite::Result<u64> {
    connection.prepare_cached("SELECT compacted FROM click_tiers")?.query_row([], |row| row.get(0))
}

/// How often the parts have been changed.
pub(crate) fn generation(connection: &Connection) -> rusqlite::Result<u64> {
    connection.prepare_cached("SELECT generation FROM click_tiers")?.query_row([], |row| row.get(0))
}

/// Names a part.
pub(super) fn add(connection: &Connection, Entry { file, contents }: &Entry) -> rusqlite::Result<()> {
    let insert = "INSERT INTO click_parts (first, last, file, clicks, earliest, latest, lowest, highest, bytes, days)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let Contents { clicks, positions, times, ids, bytes, days } = contents;
    let days = format!("[{}]", days.iter().map(i64::to_string).collect::<Vec<_>>().join(","));
    let row = (positions.0, positions.1, file, clicks, times.0, times.1, ids.0, ids.1, bytes, days);
    connection.prepare_cached(insert)?.execute(row).map(|_| ())
}

/// Names a part no more; its file stays for those who read it.
pub(super) fn retire(connection: &Connection, file: &str) -> rusqlite::Result<()> {
    connection.prepare_cached("DELETE FROM click_parts WHERE file = ?")?.execute([file])?;
    connection.prepare_cached("INSERT INTO retired_parts (file) VALUES (?)")?.execute([file]).map(|_| ())
}

/// The folder of a database's parts.
pub(crate) fn folder(connection: &Connection) -> PathBuf {
    PathBuf::from(format!("{}-parts", connection.path().unwrap_or_default()))
}

/// Parts that are open. Their names are never used again, so that whoever finds one here has the right one.
static OPEN: LazyLock<Mutex<HashMap<PathBuf, Arc<Part>>>> = LazyLock::new(Mutex::default);

/// Opens the file of a part, or finds it open.
pub(crate) fn open(connection: &Connection, entry: &Entry) -> Result<Arc<Part>, PartError> {
    let path = folder(connection).join(&entry.file);
    let known = || OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(part) = known().get(&path) {
        return Ok(Arc::clone(part));
    }
    let part = Arc::new(Part::open(&path)?);
    if part.clicks() != entry.contents.clicks {
        return Err(PartError::Damaged);
    }
    known().insert(path, Arc::clone(&part));
    Ok(part)
}

/// Closes what is not in the folder any more.
pub(super) fn close_removed(folder: &Path) {
    let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
    open.retain(|path, _| path.parent() != Some(folder) || path.exists());
}
