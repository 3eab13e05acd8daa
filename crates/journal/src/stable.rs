//! A segment file whose sync fails for good.
//!
//! After a failed `fdatasync` the kernel may drop the unwritten pages and report success the next time, and it reports the failure once for each
//! description of the file. So syncs that overlap have a description each, and once one has failed every later one fails: whoever
//! asks learns the truth.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use crate::disk::{Disk, SegmentFile};
use crate::lock;

/// Which of the syncs that may overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lane {
    First,
    Second,
}

pub(crate) struct StableFile {
    file: Box<dyn SegmentFile>,
    /// The same file, to be synced in the second lane.
    again: Box<dyn SegmentFile>,
    disk: Arc<dyn Disk>,
    directory: PathBuf,
    /// Whoever syncs in a lane holds it.
    lanes: [Mutex<()>; 2],
    /// Whether the file's name survives a power cut.
    is_listed: AtomicBool,
    failed: OnceLock<io::ErrorKind>,
}

impl StableFile {
    /// `file` is what was made at `path`.
    pub(crate) fn new(file: Box<dyn SegmentFile>, path: &Path, disk: Arc<dyn Disk>, directory: PathBuf) -> io::Result<Self> {
        let again = disk.open(path)?;
        Ok(Self { file, again, disk, directory, lanes: Default::default(), is_listed: AtomicBool::new(false), failed: OnceLock::new() })
    }

    /// Makes what was written before the call, and the file's name, survive a power cut.
    pub(crate) fn sync(&self, lane: Lane) -> io::Result<()> {
        let _lane = lock(&self.lanes[lane as usize]);
        if let Some(kind) = self.failed.get() {
            return Err((*kind).into());
        }
        let synced = match lane {
            Lane::First => self.file.sync(),
            Lane::Second => self.again.sync(),
        };
        let synced = synced.and_then(|()| self.list());
        if let Err(error) = &synced {
            // Whichever lane failed first is what is told from now on.
            let _ = self.failed.set(error.kind());
        }
        synced
    }

    fn list(&self) -> io::Result<()> {
        if !self.is_listed.load(Ordering::Acquire) {
            self.disk.sync_directory(&self.directory)?;
            self.is_listed.store(true, Ordering::Release);
        }
        Ok(())
    }

    pub(crate) fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        self.file.write_at(bytes, offset)
    }

    pub(crate) fn truncate(&self, bytes: u64) -> io::Result<()> {
        self.file.truncate(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faults::FaultyDisk;

    #[test]
    fn a_sync_that_failed_once_fails_for_everyone() {
        let disk = FaultyDisk::default();
        let path = std::env::temp_dir().join(format!("trackway-journal-stable-{}", std::process::id()));
        let made = disk.create(&path).unwrap();
        let file = StableFile::new(made, &path, Arc::new(disk.clone()), std::env::temp_dir()).unwrap();
        assert!(file.sync(Lane::First).is_ok());
        assert!(file.sync(Lane::Second).is_ok());
        disk.set(|faults| faults.failing_syncs = 1);
        assert!(file.sync(Lane::Second).is_err());
        assert!(file.sync(Lane::Second).is_err(), "the disk would say that all is well");
        assert!(file.sync(Lane::First).is_err(), "in the other lane too");
        disk.remove(&path).unwrap();
    }
}
