//! How a journal is to be kept.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::disk::{Disk, OsDisk};

/// When a record counts as recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// After `write`: it survives the end of the process. A power cut loses at most what was written within the interval.
    Os {
        /// How long written bytes may wait for `fdatasync`.
        flush_interval: Duration,
    },
    /// After an `fdatasync` that covers it: it survives a power cut.
    Fsync,
}

impl Default for Durability {
    /// [`Durability::Os`], flushed every 50 ms.
    fn default() -> Self {
        Self::Os { flush_interval: Duration::from_millis(50) }
    }
}

/// Everything [`Journal::open`](crate::Journal::open) needs to know.
pub struct Options {
    /// Where the segments lie; made (0700) if it is not there.
    pub directory: PathBuf,
    /// A segment is followed by a new one before it grows beyond this, unless a single batch is larger. 64 MiB.
    pub segment_bytes: u64,
    /// Records are refused as [`Unrecorded::Busy`](crate::Unrecorded::Busy) while more bytes than this wait to be written (or, with
    /// [`Durability::Fsync`], to be synced). 8 MiB.
    pub queue_bytes: usize,
    /// Records are refused as [`Unrecorded::Full`](crate::Unrecorded::Full) while more bytes than this wait for the tail,
    /// whenever a segment is full: what shares the disk with the journal must not be crowded out. 16 GiB.
    pub backlog_bytes: u64,
    /// When a record counts as recorded.
    pub durability: Durability,
    /// Gives 16 random bytes for each new segment's id; it keys the checksums, so it must not be guessable.
    pub random: Box<dyn Fn() -> [u8; 16] + Send + Sync>,
    /// The disk; tests put a failing one here.
    #[doc(hidden)]
    pub disk: Arc<dyn Disk>,
}

impl Options {
    /// The defaults, for this directory and this source of randomness.
    pub fn new(directory: impl Into<PathBuf>, random: impl Fn() -> [u8; 16] + Send + Sync + 'static) -> Self {
        Self {
            directory: directory.into(),
            segment_bytes: 64 << 20,
            queue_bytes: 8 << 20,
            backlog_bytes: 16 << 30,
            durability: Durability::default(),
            random: Box::new(random),
            disk: Arc::new(OsDisk),
        }
    }
}
