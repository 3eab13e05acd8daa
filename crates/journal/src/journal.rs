//! The journal as its user sees it.

use std::cell::Cell;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use crate::append::Appends;
use crate::create::SegmentMaker;
use crate::disk::Disk;
use crate::ledger::Ledger;
use crate::record::MAX_PAYLOAD_BYTES;
use crate::recover::{Recovered, recover};
use crate::write::Writer;
use crate::{Commit, Error, Options, Segment, SegmentId, Tail, Unrecorded, directory, lock, sync};

/// An open journal. One process at a time has it; dropping it closes it.
pub struct Journal {
    appends: Arc<Appends>,
    ledger: Arc<Ledger>,
    disk: Arc<dyn Disk>,
    directory: PathBuf,
    sync_threads: Mutex<Vec<JoinHandle<()>>>,
    /// Held for as long as the journal is open.
    _lock: File,
}

thread_local! {
    /// Where payloads are encoded: outside the queue's lock, so that a slow or panicking encoder holds up and spoils nobody's records.
    static SCRATCH: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

impl Journal {
    /// Takes the directory over, finds the end of what an earlier run wrote, and begins a new segment.
    pub fn open(options: Options) -> Result<Self, Error> {
        let Options { directory, segment_bytes, queue_bytes, backlog_bytes, durability, random, disk } = options;
        let lock = directory::claim(&directory)?;
        let Recovered { entries, last, next_number } = recover(&directory, &*disk)?;
        let ledger = Arc::new(Ledger::new(entries));
        let maker = SegmentMaker { disk: Arc::clone(&disk), directory: directory.clone(), random, segment_bytes, next_number };
        let mut writer = Writer::new(maker, Arc::clone(&ledger), last, durability, backlog_bytes);
        match writer.begin() {
            // A full disk must not keep the service from starting: records are refused, and counted, until there is room.
            Err(error) if Unrecorded::from(&error) == Unrecorded::Full => tracing::error!(%error, "the journal starts on a full disk"),
            begun => begun.map_err(Error::at(&directory))?,
        }
        let appends = Arc::new(Appends::new(writer, queue_bytes));
        let threads = sync::spawn(&appends, durability).map_err(Error::at(&directory))?;
        Ok(Self { appends, ledger, disk, directory, sync_threads: Mutex::new(threads), _lock: lock })
    }

    /// Queues the record that `encode` writes into the empty buffer it is given. The commit says when it is recorded; see there for
    /// what happens to a commit that is dropped.
    pub fn append(&self, encode: impl FnOnce(&mut Vec<u8>)) -> Commit {
        let mut payload = SCRATCH.take();
        payload.clear();
        encode(&mut payload);
        let commit = self.appends.append(&payload);
        if payload.capacity() <= 2 * MAX_PAYLOAD_BYTES {
            SCRATCH.set(payload);
        }
        commit
    }

    /// Reads what is recorded, each segment from the offset that its consumer has committed (0 for nothing). `committed` is asked at once
    /// for every segment that is there; later ones start at their start. One tail at a time, or [`Journal::backlog_bytes`] is a mixture.
    pub fn tail(&self, committed: impl FnMut(SegmentId) -> u64) -> Tail {
        Tail::new(Arc::clone(&self.ledger), committed)
    }

    /// The segments with a known id, in the order in which they are read.
    pub fn segments(&self) -> Vec<Segment> {
        self.ledger.segments()
    }

    /// Deletes a segment whose last checkpoint is committed (see [`Chunk::segment_finished`](crate::Chunk::segment_finished)).
    ///
    /// Files go in order, so this one may have to wait for an older one, and one that could not be deleted before is tried again. Answers the
    /// segments that are gone for good, power cut or not: only their checkpoints may be forgotten.
    pub fn release(&self, segment: SegmentId) -> Result<Vec<SegmentId>, Error> {
        self.ledger.release(segment)?;
        let mut gone = Vec::new();
        while let Some((id, path)) = self.ledger.oldest_released() {
            remove(&*self.disk, &path)?;
            self.ledger.forget(id);
            gone.push(id);
        }
        if !gone.is_empty() {
            self.disk.sync_directory(&self.directory).map_err(Error::at(&self.directory))?;
        }
        Ok(gone)
    }

    /// How many bytes are recorded that the tail has not read yet.
    pub fn backlog_bytes(&self) -> u64 {
        self.ledger.backlog_bytes()
    }

    /// How many records were answered as recorded since the journal was opened.
    pub fn recorded(&self) -> u64 {
        self.appends.recorded()
    }

    /// How many records were answered as [`Unrecorded`](crate::Unrecorded) since the journal was opened.
    pub fn unrecorded(&self) -> u64 {
        self.appends.unrecorded()
    }

    /// Whether the last batch was recorded; false from a failed write until one succeeds.
    pub fn is_recording(&self) -> bool {
        self.appends.is_recording()
    }

    /// Takes no more records, writes and syncs those that wait, and answers them all. The tail can still read to the end.
    pub fn close(&self) {
        let threads = std::mem::take(&mut *lock(&self.sync_threads));
        if threads.is_empty() {
            return;
        }
        self.appends.close();
        for thread in threads {
            if thread.join().is_err() {
                tracing::error!("a sync thread of the journal panicked");
            }
        }
        self.appends.trim();
        self.ledger.close();
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        self.close();
    }
}

/// A file that is not there is as good as removed.
fn remove(disk: &dyn Disk, path: &Path) -> Result<(), Error> {
    match disk.remove(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::at(path)(error)),
        _ => Ok(()),
    }
}
