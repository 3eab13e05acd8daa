//! Copying a journal that somebody else writes and takes in meanwhile, so that it fits a database that is copied too.
//!
//! Segments disappear once the database has all of them. Whoever copies the database as of one moment therefore has to have the segments of
//! that moment in hand before it: an open file outlives its name. Hence three steps: [`Holding::begin`], then the database's moment, then
//! [`Holding::follow`]. Of what such a copy holds beyond the database's moment nothing is lost and nothing is counted twice, since the
//! database says itself up to where it has taken in each segment.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{FileExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use crate::record::MAX_RECORD_BYTES;
use crate::segment::path_of;
use crate::{Error, directory, search};

/// Bytes that are copied at once.
const STEP: usize = 256 * 1024;

/// The segments of a directory, open for reading: their names may go, what they hold stays.
pub struct Holding {
    directory: PathBuf,
    segments: BTreeMap<u64, File>,
}

impl Holding {
    /// Opens every segment that is there.
    ///
    /// # Errors
    /// Where the directory or a file cannot be read.
    pub fn begin(directory: impl AsRef<Path>) -> Result<Self, Error> {
        let mut holding = Self { directory: directory.as_ref().to_owned(), segments: BTreeMap::new() };
        for (number, path) in holding.listed()? {
            // What has gone by now was in the database before its moment.
            holding.segments.extend(open(&path)?.map(|file| (number, file)));
        }
        Ok(holding)
    }

    /// Opens the segments that were made since. False where one may have come and gone meanwhile: then the database's moment may lack what
    /// was in it, and all has to begin again.
    ///
    /// # Errors
    /// Where the directory or a file cannot be read.
    pub fn follow(&mut self) -> Result<bool, Error> {
        let last = self.segments.keys().next_back().copied();
        let mut expected = last.map(|last| last + 1);
        let mut listed = self.listed()?;
        listed.retain(|(number, _)| last.is_none_or(|last| *number > last));
        for (number, path) in listed {
            let Some(file) = open(&path)?.filter(|_| expected == Some(number)) else { return Ok(false) };
            self.segments.insert(number, file);
            expected = Some(number + 1);
        }
        Ok(true)
    }

    /// Writes what is held into a directory that is there, and brings it to the disk. Gives the bytes that were written.
    ///
    /// Each segment is copied up to what it held when its turn came. A segment that was followed by another had ended by then, so no later
    /// header speaks of records that the copy lacks.
    ///
    /// # Errors
    /// Where a segment cannot be read, or the copy cannot be written.
    pub fn copy_to(&self, directory: &Path) -> Result<u64, Error> {
        let mut bytes = 0;
        for (number, file) in &self.segments {
            let path = path_of(directory, *number);
            bytes += copy(file, &path).map_err(Error::at(&path))?;
        }
        File::open(directory).and_then(|directory| directory.sync_all()).map_err(Error::at(directory))?;
        Ok(bytes)
    }

    fn listed(&self) -> Result<Vec<(u64, PathBuf)>, Error> {
        let mut files = directory::numbered_files(&self.directory).map_err(Error::at(&self.directory))?;
        files.sort_unstable();
        Ok(files)
    }
}

/// None where it has just been removed.
fn open(path: &Path) -> Result<Option<File>, Error> {
    match File::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        opened => opened.map(Some).map_err(Error::at(path)),
    }
}

/// Writes are made one behind the other, so all before the last byte that is seen was there when it was seen. Copying up to the end of
/// the file instead could meet a record behind a gap that was still empty when it was read.
fn copy(from: &File, to: &Path) -> io::Result<u64> {
    let (content, length) = extent(from)?;
    let copy = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to)?;
    let mut buffer = vec![0; STEP];
    let mut at = 0;
    while at < content {
        let wanted = buffer.len().min(usize::try_from(content - at).unwrap_or(STEP));
        let read = from.read_at(&mut buffer[..wanted], at)?;
        if read == 0 {
            break;
        }
        copy.write_all_at(&buffer[..read], at)?;
        at += read as u64;
    }
    // The last record may end with zeros, which look like those that were reserved behind it.
    copy.set_len(length.min(at + MAX_RECORD_BYTES as u64))?;
    copy.sync_all()?;
    Ok(at)
}

/// Where the last byte is that is not zero, and how long the file is.
fn extent(file: &File) -> io::Result<(u64, u64)> {
    loop {
        let length = file.metadata()?.len();
        match search::end_of_content(file, 0, length) {
            // It has just been cut to what was written, as a journal does when it is closed.
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => {}
            content => return Ok((content?, length)),
        }
    }
}
