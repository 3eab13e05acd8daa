//! The few things the journal asks of a disk when it writes. Called per batch, never per record; reading does not come through here.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::Path;
use std::sync::Mutex;

use rustix::fs::{FallocateFlags, fallocate};
use trackway_mapping::{Window, keeps_reserved_room};

use crate::lock;

/// Makes and removes segment files.
pub trait Disk: Send + Sync {
    /// Makes a file that must not be there yet, readable by its owner alone.
    fn create(&self, path: &Path) -> io::Result<Box<dyn SegmentFile>>;
    /// Opens a file that is there for writing, under a description of its own: a failed sync is reported once for each.
    fn open(&self, path: &Path) -> io::Result<Box<dyn SegmentFile>>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Makes the creation and removal of a directory's files survive a power cut.
    fn sync_directory(&self, directory: &Path) -> io::Result<()>;
}

/// One segment file, open for writing.
pub trait SegmentFile: Send + Sync {
    /// Reserves room for the first `bytes`, which read as zeros.
    fn allocate(&self, bytes: u64) -> io::Result<()>;
    /// Writes all of `bytes` at `offset`; after an error any part of them may be there.
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()>;
    /// Cuts the file to `bytes`.
    fn truncate(&self, bytes: u64) -> io::Result<()>;
    /// Makes what was written survive a power cut.
    fn sync(&self) -> io::Result<()>;
}

/// The operating system's disk. Files that are made on it are written through memory where that is safe (see [`trackway_mapping`]).
#[derive(Debug, Clone, Copy)]
pub struct OsDisk;

/// A file that was made, with what of it is in memory.
struct MadeFile {
    file: File,
    room: Mutex<Room>,
}

/// What may be written through memory.
#[derive(Default)]
struct Room {
    /// Up to here the file has room that is its own.
    reserved: u64,
    window: Option<Window>,
}

/// How much of a file is in memory at once, in bytes: a thousand records, and little enough to be written for nothing.
const WINDOW: u64 = 256 * 1024;

impl Disk for OsDisk {
    fn create(&self, path: &Path) -> io::Result<Box<dyn SegmentFile>> {
        // To be mapped for writing, a file must be open for reading too.
        let file = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(path)?;
        Ok(Box::new(MadeFile { file, room: Mutex::default() }))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn SegmentFile>> {
        Ok(Box::new(OpenOptions::new().write(true).open(path)?))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn sync_directory(&self, directory: &Path) -> io::Result<()> {
        File::open(directory)?.sync_all()
    }
}

impl SegmentFile for MadeFile {
    fn allocate(&self, bytes: u64) -> io::Result<()> {
        self.file.allocate(bytes)?;
        if keeps_reserved_room(&self.file) {
            *lock(&self.room) = Room { reserved: bytes, window: None };
        }
        Ok(())
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        let written = lock(&self.room).write(&self.file, bytes, offset);
        if written < bytes.len() { self.file.write_all_at(&bytes[written..], offset + written as u64) } else { Ok(()) }
    }

    fn truncate(&self, bytes: u64) -> io::Result<()> {
        // What is cut off is not to be in memory.
        *lock(&self.room) = Room::default();
        self.file.truncate(bytes)
    }

    fn sync(&self) -> io::Result<()> {
        self.file.sync()
    }
}

impl Room {
    /// How many of the bytes went through memory.
    fn write(&mut self, file: &File, bytes: &[u8], offset: u64) -> usize {
        let mut written = 0;
        while written < bytes.len() {
            let (rest, at) = (&bytes[written..], offset + written as u64);
            let taken = self.window.as_mut().map_or(0, |window| window.write(rest, at));
            if taken == 0 && !self.move_to(file, at) {
                break;
            }
            written += taken;
        }
        written
    }

    /// Opens the window in which `offset` lies. False where there is none to be had, and then there will be none later either.
    fn move_to(&mut self, file: &File, offset: u64) -> bool {
        let start = offset - offset % WINDOW;
        let length = WINDOW.min(self.reserved.saturating_sub(start));
        self.window = None;
        if offset >= start + length {
            return false;
        }
        match Window::open(file, start, length as usize) {
            Ok(window) => self.window = Some(window),
            Err(error) => {
                tracing::debug!(%error, "a journal segment is written without being mapped");
                self.reserved = 0;
            }
        }
        self.window.is_some()
    }
}

impl SegmentFile for File {
    fn allocate(&self, bytes: u64) -> io::Result<()> {
        Ok(fallocate(self, FallocateFlags::empty(), 0, bytes)?)
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        self.write_all_at(bytes, offset)
    }

    fn truncate(&self, bytes: u64) -> io::Result<()> {
        self.set_len(bytes)
    }

    fn sync(&self) -> io::Result<()> {
        self.sync_data()
    }
}
