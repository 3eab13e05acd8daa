//! The journal's directory: who owns it, and which segments are in it.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use crate::Error;
use crate::header::{self, Ending, Header};
use crate::ledger::{Entry, Extent};
use crate::search;
use crate::segment::number_of;

/// Makes the directory if need be, and keeps every other process out while the file is open.
pub(crate) fn claim(directory: &Path) -> Result<File, Error> {
    DirBuilder::new().recursive(true).mode(0o700).create(directory).map_err(Error::at(directory))?;
    // So that a new directory survives a power cut. The parent need not be ours to open, so this may fail.
    let _ = directory.parent().map(|parent| File::open(parent).and_then(|parent| parent.sync_all()));
    let path = directory.join("LOCK");
    let lock = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&path).map_err(Error::at(&path))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(Error::Locked { directory: directory.to_owned() }),
        Err(TryLockError::Error(source)) => Err(Error::Io { path, source }),
    }
}

pub(crate) struct Listing {
    /// In the order of their numbers.
    pub(crate) entries: Vec<Entry>,
    /// Files of nothing but zeros: a crash came before the header was written, so there is nothing to read and nothing is damaged.
    pub(crate) blanks: Vec<PathBuf>,
    /// Larger than every number in use.
    pub(crate) next_number: u64,
}

pub(crate) fn list(directory: &Path) -> Result<Listing, Error> {
    let mut files = numbered_files(directory).map_err(Error::at(directory))?;
    files.sort_unstable();
    let mut listing = Listing { entries: Vec::new(), blanks: Vec::new(), next_number: files.last().map_or(1, |(number, _)| number + 1) };
    let mut endings = Vec::new();
    for (number, path) in files {
        match look_at(&path).map_err(Error::at(&path))? {
            Look::Segment { header, header_intact, length } => {
                endings.extend(header.map(|header| header.previous));
                let (id, extent) = (header.map(|header| header.segment), Extent::Undeclared { length });
                listing.entries.push(Entry { number, path, id, header_intact, extent, read: 0, released: false });
            }
            Look::Blank => listing.blanks.push(path),
        }
    }
    endings.iter().for_each(|ending| apply(ending, &mut listing.entries));
    Ok(listing)
}

enum Look {
    Segment { header: Option<Header>, header_intact: bool, length: u64 },
    Blank,
}

fn look_at(path: &Path) -> io::Result<Look> {
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    let bytes = search::read(&file, 0, length.min(header::HEADER_BYTES))?;
    let intact = Header::decode(&bytes);
    if intact.is_none() && search::end_of_content(&file, 0, length)? == 0 {
        return Ok(Look::Blank);
    }
    let header_intact = intact.is_some();
    Ok(Look::Segment { header: intact.or_else(|| Header::mended(&bytes)), header_intact, length })
}

/// Tells a segment what a later one says about it: its end and, when its own header is damaged, its id.
fn apply(ending: &Ending, entries: &mut [Entry]) {
    let told = |entry: &&mut Entry| match entry.id {
        Some(id) => id == ending.segment,
        None => entry.number == ending.number,
    };
    if let Some(entry) = entries.iter_mut().find(told) {
        entry.id = Some(ending.segment);
        entry.extent = Extent::Declared { end: ending.end, torn: ending.torn };
    }
}

/// Every segment's number and file, in no order.
pub(crate) fn numbered_files(directory: &Path) -> io::Result<Vec<(u64, PathBuf)>> {
    let mut files = Vec::new();
    for file in std::fs::read_dir(directory)? {
        let path = file?.path();
        files.extend(number_of(&path).map(|number| (number, path)));
    }
    Ok(files)
}
