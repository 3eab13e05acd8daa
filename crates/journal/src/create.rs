//! Making the segment that is written next, and writing to it.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::SegmentId;
use crate::disk::{Disk, SegmentFile};
use crate::header::{self, Ending, Header};
use crate::record::{self, Key};
use crate::segment::path_of;
use crate::stable::StableFile;

pub(crate) struct SegmentMaker {
    pub(crate) disk: Arc<dyn Disk>,
    pub(crate) directory: PathBuf,
    pub(crate) random: Box<dyn Fn() -> [u8; 16] + Send + Sync>,
    pub(crate) segment_bytes: u64,
    pub(crate) next_number: u64,
}

/// The segment that is being written.
pub(crate) struct Live {
    pub(crate) number: u64,
    pub(crate) id: SegmentId,
    pub(crate) path: PathBuf,
    pub(crate) file: Arc<StableFile>,
    pub(crate) written: u64,
    /// Known to survive a power cut up to here.
    pub(crate) synced: u64,
    key: Key,
    capacity: u64,
    spoilt: bool,
}

impl SegmentMaker {
    /// Makes a segment whose header ends the one before. A number is used for one attempt only, even when that fails.
    pub(crate) fn create(&mut self, previous: Ending) -> io::Result<Live> {
        let number = self.next_number;
        self.next_number += 1;
        let id = SegmentId::from_random((self.random)());
        let path = path_of(&self.directory, number);
        let file = self.disk.create(&path)?;
        if let Err(error) = self.begin(&*file, &Header { number, segment: id, previous }) {
            self.discard(&path);
            return Err(error);
        }
        let file = match StableFile::new(file, &path, Arc::clone(&self.disk), self.directory.clone()) {
            Ok(file) => Arc::new(file),
            Err(error) => {
                self.discard(&path);
                return Err(error);
            }
        };
        let (written, synced) = (header::HEADER_BYTES, header::HEADER_BYTES);
        Ok(Live { number, id, path, file, written, synced, key: Key::of(id), capacity: self.segment_bytes, spoilt: false })
    }

    /// Removes a segment that came to nothing. Should that fail too, its header still tells the truth about the one before.
    pub(crate) fn discard(&self, path: &Path) {
        if let Err(error) = self.disk.remove(path) {
            tracing::warn!(path = %path.display(), %error, "an unused journal segment could not be removed");
        }
    }

    fn begin(&self, file: &dyn SegmentFile, header: &Header) -> io::Result<()> {
        if let Err(error) = file.allocate(self.segment_bytes) {
            // Preallocation only saves time. Not every file system can, and a nearly full one still has room for small segments if
            // what it reserved in part is given back.
            tracing::debug!(%error, "journal segment without preallocation");
            let _ = file.truncate(0);
        }
        file.write_at(&header.encode(), 0)
    }
}

impl Live {
    /// A batch larger than a whole segment still fits an empty one: there is no other way to write it.
    pub(crate) fn has_room(&self, bytes: usize) -> bool {
        let empty = self.written == header::HEADER_BYTES;
        !self.spoilt && (empty || self.written + bytes as u64 <= self.capacity)
    }

    /// Seals the records for this segment and writes them at its end. After an error the end is where it was.
    pub(crate) fn write(&mut self, records: &mut [u8]) -> io::Result<()> {
        record::seal(records, self.key);
        let written = self.file.write_at(records, self.written);
        match &written {
            Ok(()) => self.written += records.len() as u64,
            // What was written in part must not be found behind the next, shorter batch. If it cannot be cut off, a new segment ends this one.
            Err(_) => self.spoilt |= self.file.truncate(self.written).is_err(),
        }
        written
    }

    pub(crate) fn ending_at(&self, end: u64) -> Ending {
        Ending { number: self.number, segment: self.id, end, torn: 0 }
    }
}
