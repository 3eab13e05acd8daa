//! A segment file whose sync fails for good.
//!
//! After a failed `fdatasync` the kernel may drop the unwritten pages and report success the next time, and it reports the failure to one
//! caller only. So syncs of a file go one at a time, and once one has failed every later one fails: whoever asks learns the truth.

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use crate::disk::{Disk, SegmentFile};
use crate::lock;

pub(crate) struct StableFile {
    file: Box<dyn SegmentFile>,
    disk: Arc<dyn Disk>,
    directory: PathBuf,
    state: Mutex<State>,
}

enum State {
    /// The file's name may not survive a power cut yet.
    Unlisted,
    Listed,
    Failed(io::ErrorKind),
}

impl StableFile {
    pub(crate) fn new(file: Box<dyn SegmentFile>, disk: Arc<dyn Disk>, directory: PathBuf) -> Self {
        Self { file, disk, directory, state: Mutex::new(State::Unlisted) }
    }

    /// Makes what was written before the call, and the file's name, survive a power cut.
    pub(crate) fn sync(&self) -> io::Result<()> {
        let mut state = lock(&self.state);
        let synced = match *state {
            State::Failed(kind) => return Err(kind.into()),
            State::Listed => self.file.sync(),
            State::Unlisted => self.file.sync().and_then(|()| self.disk.sync_directory(&self.directory)),
        };
        *state = synced.as_ref().map_or_else(|error| State::Failed(error.kind()), |()| State::Listed);
        synced
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
        let file = StableFile::new(disk.create(&path).unwrap(), Arc::new(disk.clone()), std::env::temp_dir());
        assert!(file.sync().is_ok());
        disk.set(|faults| faults.failing_syncs = 1);
        assert!(file.sync().is_err());
        assert!(file.sync().is_err(), "the disk would say that all is well");
        disk.remove(&path).unwrap();
    }
}
