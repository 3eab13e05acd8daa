//! A disk that fails when it is told to. For tests.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::disk::{Disk, OsDisk, SegmentFile};
use crate::lock;

/// The operating system's disk with faults; clones share them.
#[derive(Clone, Default)]
pub struct FaultyDisk(Arc<Mutex<Faults>>);

/// What goes wrong from now on.
#[derive(Default)]
pub struct Faults {
    /// How long a sync takes.
    pub sync_takes: Duration,
    /// Whether a sync that has begun does not come to its end yet.
    pub holds_syncs: bool,
    /// How many syncs, in the order in which they began, are not held all the same.
    pub released_syncs: u64,
    /// How many syncs go well before `failing_syncs`.
    pub good_syncs: u64,
    /// How many syncs fail then.
    pub failing_syncs: u64,
    /// How many bytes can still be written; `None` for enough.
    pub room: Option<u64>,
    /// Whether no file can be made.
    pub refuses_files: bool,
    /// Whether no file can be cut.
    pub refuses_truncation: bool,
    /// How many syncs have begun.
    pub syncs: u64,
    /// Whether a write that has begun does not come to its end yet.
    pub holds_writes: bool,
    /// How many writes are held.
    pub held_writes: u64,
}

struct FaultyFile {
    file: Box<dyn SegmentFile>,
    disk: FaultyDisk,
}

impl FaultyDisk {
    /// Changes the faults.
    pub fn set(&self, change: impl FnOnce(&mut Faults)) {
        change(&mut lock(&self.0));
    }

    /// How many writes are held.
    pub fn held_writes(&self) -> u64 {
        lock(&self.0).held_writes
    }

    fn hold_write(&self) {
        if lock(&self.0).holds_writes {
            lock(&self.0).held_writes += 1;
            while lock(&self.0).holds_writes {
                std::thread::yield_now();
            }
            lock(&self.0).held_writes -= 1;
        }
    }

    /// How many syncs of files have begun.
    pub fn syncs(&self) -> u64 {
        lock(&self.0).syncs
    }
}

impl Disk for FaultyDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn SegmentFile>> {
        if lock(&self.0).refuses_files {
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(Box::new(FaultyFile { file: OsDisk.create(path)?, disk: self.clone() }))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn SegmentFile>> {
        Ok(Box::new(FaultyFile { file: OsDisk.open(path)?, disk: self.clone() }))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        OsDisk.remove(path)
    }

    fn sync_directory(&self, directory: &Path) -> io::Result<()> {
        OsDisk.sync_directory(directory)
    }
}

impl SegmentFile for FaultyFile {
    fn allocate(&self, bytes: u64) -> io::Result<()> {
        if lock(&self.disk.0).room.is_some_and(|room| room < bytes) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.file.allocate(bytes)
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        let taken = lock(&self.disk.0).take_room(bytes.len());
        self.disk.hold_write();
        self.file.write_at(&bytes[..taken], offset)?;
        if taken < bytes.len() { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }

    fn truncate(&self, bytes: u64) -> io::Result<()> {
        if lock(&self.disk.0).refuses_truncation {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        self.file.truncate(bytes)
    }

    fn sync(&self) -> io::Result<()> {
        let (number, takes) = lock(&self.disk.0).begin_sync();
        std::thread::sleep(takes);
        while lock(&self.disk.0).holds_sync(number) {
            std::thread::yield_now();
        }
        lock(&self.disk.0).end_sync()
    }
}

impl Faults {
    /// How many of `bytes` can be written.
    fn take_room(&mut self, bytes: usize) -> usize {
        let Some(room) = &mut self.room else { return bytes };
        let taken = bytes.min(*room as usize);
        *room -= taken as u64;
        taken
    }

    fn begin_sync(&mut self) -> (u64, Duration) {
        self.syncs += 1;
        (self.syncs, self.sync_takes)
    }

    fn holds_sync(&self, number: u64) -> bool {
        self.holds_syncs && number > self.released_syncs
    }

    fn end_sync(&mut self) -> io::Result<()> {
        if self.good_syncs > 0 {
            self.good_syncs -= 1;
        } else if self.failing_syncs > 0 {
            self.failing_syncs -= 1;
            return Err(io::ErrorKind::Other.into());
        }
        Ok(())
    }
}
