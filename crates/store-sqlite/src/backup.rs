//! Copying a database as it is at one moment, while others go on writing it.

use crate::column::broken;
use crate::connect::{self, Access};
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;
use trackway_store::StoreError;

/// Pages that are copied before progress is told.
const PAGES: i32 = 4_096;

/// A database at one moment. The write-ahead log grows for as long as it is held, and nobody waits for it.
pub struct Moment {
    connection: Connection,
    /// Files beside the database that it names; each is open, so that it stays though it be replaced meanwhile.
    parts: Vec<(OsString, File)>,
}

impl Moment {
    /// Holds the database as it is now.
    ///
    /// # Errors
    /// [`StoreError`] where the file cannot be read.
    pub fn hold(file: &Path) -> Result<Self, StoreError> {
        let connection = connect::open(file, Access::Read)?;
        // A transaction begins with its first look.
        connection.execute_batch("BEGIN").map_err(broken)?;
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).map_err(broken)?;
        let parts = parts(&parts_of(file)).map_err(unreadable(file))?;
        Ok(Self { connection, parts })
    }

    /// Writes it to a file that is not there yet, and what belongs to it into a folder beside it. `progress` is told how many pages of how
    /// many are done.
    ///
    /// # Errors
    /// [`StoreError`] where the database cannot be read or the copy cannot be written.
    pub fn copy_to(self, file: &Path, mut progress: impl FnMut(u64, u64)) -> Result<(), StoreError> {
        let mut copy = connect::create(file)?;
        // The transaction of the source is this moment's: nothing that is committed meanwhile is seen, nor makes the copy begin again.
        let backup = Backup::new(&self.connection, &mut copy).map_err(broken)?;
        loop {
            let step = backup.step(PAGES).map_err(broken)?;
            let (all, left) = (backup.progress().pagecount, backup.progress().remaining);
            progress(u64::try_from(all - left).unwrap_or(0), u64::try_from(all).unwrap_or(0));
            match step {
                StepResult::Done => break,
                StepResult::More => {}
                _ => std::thread::sleep(Duration::from_millis(10)),
            }
        }
        drop(backup);
        copy.close().map_err(|(_, error)| broken(error))?;
        copy_parts(&self.parts, &parts_of(file)).map_err(unreadable(file))
    }
}

/// Looks at every page and index of a database.
///
/// # Errors
/// [`StoreError::Broken`] says what is wrong with it.
pub fn check(file: &Path) -> Result<(), StoreError> {
    let connection = connect::open(file, Access::Read)?;
    let mut select = connection.prepare("PRAGMA integrity_check(3)").map_err(broken)?;
    let found = select.query_map([], |row| row.get(0)).and_then(Iterator::collect::<Result<Vec<String>, _>>).map_err(broken)?;
    if found == ["ok"] { Ok(()) } else { Err(StoreError::Broken(found.join("; "))) }
}

/// Makes one file of a database that nobody has open: what its users have left beside it goes into it.
///
/// # Errors
/// [`StoreError`] where somebody has it open, or it cannot be written.
pub fn join(file: &Path) -> Result<(), StoreError> {
    let connection = connect::open(file, Access::Write)?;
    connection.pragma_update(None, "journal_mode", "delete").map_err(broken)?;
    connection.close().map_err(|(_, error)| broken(error))
}

/// The folder of files that belong to a database.
fn parts_of(file: &Path) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push("-parts");
    file.with_file_name(name)
}

/// Finished files are never changed, and stay for a while after they have been replaced.
fn parts(folder: &Path) -> io::Result<Vec<(OsString, File)>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut parts = Vec::new();
    for entry in entries {
        let entry = entry?;
        if entry.path().extension().is_none_or(|extension| extension != "parquet") {
            continue;
        }
        match File::open(entry.path()) {
            // One that has gone by now was named by nobody.
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            file => parts.push((entry.file_name(), file?)),
        }
    }
    Ok(parts)
}

fn copy_parts(parts: &[(OsString, File)], folder: &Path) -> io::Result<()> {
    if parts.is_empty() {
        return Ok(());
    }
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    for (name, mut part) in parts.iter().map(|(name, part)| (name, part)) {
        let mut copy = OpenOptions::new().write(true).create_new(true).mode(0o600).open(folder.join(name))?;
        io::copy(&mut part, &mut copy)?;
        copy.sync_all()?;
    }
    File::open(folder)?.sync_all()
}

fn unreadable(file: &Path) -> impl FnOnce(io::Error) -> StoreError {
    let file = file.display().to_string();
    move |error| StoreError::Unavailable(format!("{file}: {error}"))
}
