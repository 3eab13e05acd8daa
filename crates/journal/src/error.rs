//! Why a journal cannot be used, and why a record was not recorded.

use std::io;
use std::path::{Path, PathBuf};

use crate::SegmentId;

/// A journal that cannot be opened, read or tidied up.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The directory belongs to another process until that one ends.
    #[error("the journal in {} is used by another process", directory.display())]
    Locked {
        /// The journal's directory.
        directory: PathBuf,
    },
    /// The operating system refused.
    #[error("cannot use {}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The segment is still being written, so it cannot be released.
    #[error("segment {0} is still being written")]
    Live(SegmentId),
    /// The journal holds no such segment (any more).
    #[error("the journal holds no segment {0}")]
    Unknown(SegmentId),
}

impl Error {
    /// For `map_err`: says which file an error is about.
    pub(crate) fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { path: path.to_owned(), source }
    }
}

/// Why a record is not recorded. It may still be on the disk in part; the tail never shows it unless a crash follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unrecorded {
    /// The disk is full (or the quota is).
    #[error("the disk is full")]
    Full,
    /// Writing or syncing failed.
    #[error("the journal cannot be written: {0}")]
    Io(io::ErrorKind),
    /// More bytes wait to be written than the journal may hold.
    #[error("too many records wait to be written")]
    Busy,
    /// The journal is closed.
    #[error("the journal is closed")]
    Closed,
    /// The payload is longer than [`MAX_PAYLOAD_BYTES`](crate::MAX_PAYLOAD_BYTES).
    #[error("the record is too long")]
    TooLong,
}

impl From<&io::Error> for Unrecorded {
    fn from(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            kind => Self::Io(kind),
        }
    }
}
