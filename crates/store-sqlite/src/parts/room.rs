//! The folder of the parts: who may change it, and what lies in it that is no part.

use super::{PartError, PartWriter, manifest};
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::PathBuf;
use std::sync::Arc;

/// Told what is about to happen to the parts, so that tests can end the process there.
pub type Watch = Arc<dyn Fn(&'static str) + Send + Sync>;

/// How parts are made. What is set here is for tests; the default is what the figures are about.
#[derive(Clone)]
pub struct Tending {
    /// Clicks wait in blocks until there are so many: a smaller part would soon be written again with others.
    pub waiting: u64,
    /// Clicks in a row group, at most: what is read to find one click of a link.
    pub row_group: usize,
    /// Clicks on a day with which a link has sums of its own. Other links are counted click by click.
    pub busy: u64,
    /// Tends after each batch, as a server's long day would.
    pub at_once: bool,
    /// Told what is about to happen to the files beside the database: that is where a process that ends leaves traces.
    pub watch: Watch,
}

impl Default for Tending {
    fn default() -> Self {
        Self { waiting: 65_536, row_group: 131_072, busy: 1_000, at_once: false, watch: Arc::new(|_| {}) }
    }
}

/// Whether to wait for whoever is changing the parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Patience {
    Wait,
    GoAway,
}

/// The folder, and the right to change it: one holder among all processes, until it is dropped.
pub(crate) struct Room {
    folder: PathBuf,
    generation: u64,
    tending: Tending,
    _lock: File,
}

/// The file that is locked.
const LOCK: &str = "lock";

/// How long a file stays that is a part no more, in milliseconds: longer than any question takes from reading the manifest to opening it.
const RETIRED: i64 = 10 * 60 * 1_000;

impl Room {
    /// Takes the folder, makes it where it is missing, and removes what an interrupted holder has left behind. None where somebody else has
    /// it and `patience` is short.
    pub(crate) fn enter(connection: &Connection, patience: Patience, tending: &Tending) -> Result<Option<Self>, PartError> {
        let folder = manifest::folder(connection);
        DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
        let lock = OpenOptions::new().create(true).append(true).mode(0o600).open(folder.join(LOCK))?;
        match patience {
            Patience::Wait => lock.lock()?,
            Patience::GoAway => match lock.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(error)) => return Err(error.into()),
            },
        }
        let room = Self { folder, generation: manifest::generation(connection)?, tending: tending.clone(), _lock: lock };
        room.remove_unnamed(connection)?;
        Ok(Some(room))
    }

    /// How parts are made.
    pub(crate) fn tending(&self) -> &Tending {
        &self.tending
    }

    /// Says what is about to happen.
    pub(crate) fn about_to(&self, what: &'static str) {
        (self.tending.watch)(what);
    }

    /// Writes a part. Its name is this one, and it is a part when it stands in the manifest; None where nothing was written into it.
    pub(crate) fn write(
        &self,
        number: usize,
        fill: impl FnOnce(&mut PartWriter) -> Result<(), PartError>,
    ) -> Result<Option<manifest::Entry>, PartError> {
        let name = format!("clicks-{:08}-{number:03}.parquet", self.generation + 1);
        let (path, unfinished) = (self.folder.join(&name), self.folder.join(format!("{name}.unfinished")));
        self.about_to("begin a part");
        let mut writer = PartWriter::create(&unfinished)?;
        fill(&mut writer)?;
        self.about_to("finish a part");
        let Some(contents) = writer.finish()? else {
            fs::remove_file(&unfinished)?;
            return Ok(None);
        };
        self.about_to("name a part's file");
        fs::rename(&unfinished, &path)?;
        File::open(&self.folder)?.sync_all()?;
        Ok(Some(manifest::Entry { file: name, contents }))
    }

    /// Removes a file that has been written for nothing.
    pub(crate) fn discard(&self, entry: &manifest::Entry) -> Result<(), PartError> {
        Ok(fs::remove_file(self.folder.join(&entry.file))?)
    }

    /// Files that have been retired for long enough, removed from the disk. Their names are given, so that they can be forgotten.
    pub(crate) fn sweep(&self, connection: &Connection, now: i64) -> Result<Vec<String>, PartError> {
        let mut select = connection.prepare_cached("SELECT file FROM retired_parts WHERE retired_at <= ?")?;
        let files = select.query_map([now.saturating_sub(RETIRED)], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        for file in &files {
            self.about_to("remove a retired file");
            remove(&self.folder.join(file))?;
        }
        manifest::close_removed(&self.folder);
        Ok(files)
    }

    fn remove_unnamed(&self, connection: &Connection) -> Result<(), PartError> {
        let mut select = connection.prepare_cached("SELECT file FROM click_parts UNION ALL SELECT file FROM retired_parts")?;
        let named = select.query_map([], |row| row.get(0))?.collect::<Result<BTreeSet<String>, _>>()?;
        for file in fs::read_dir(&self.folder)? {
            let file = file?;
            let name = file.file_name().to_string_lossy().into_owned();
            // Nothing is removed that could not be ours.
            if name.starts_with("clicks-") && !named.contains(&name) {
                self.about_to("remove an unfinished file");
                remove(&file.path())?;
            }
        }
        Ok(())
    }
}

fn remove(path: &std::path::Path) -> std::io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
