//! A journal's directory read without taking it over, for a replay of a copy.

use std::path::Path;
use std::sync::Arc;

use crate::directory;
use crate::ledger::Ledger;
use crate::{Error, Segment, SegmentId, Tail};

/// The segments of a directory as they are when it is opened. Nothing is locked, changed or removed. If a process is writing there, what
/// it has written last may look torn.
pub struct Reader {
    ledger: Arc<Ledger>,
}

impl Reader {
    /// Lists the segments and reads their headers.
    pub fn open(directory: impl AsRef<Path>) -> Result<Self, Error> {
        let listing = directory::list(directory.as_ref())?;
        Ok(Self { ledger: Arc::new(Ledger::new(listing.entries)) })
    }

    /// The segments with a known id, in the order in which they are read.
    pub fn segments(&self) -> Vec<Segment> {
        self.ledger.segments()
    }

    /// Reads all segments from their committed offsets on (0 for nothing committed). Such a tail ends: `None` means that all was read.
    pub fn tail(&self, committed: impl FnMut(SegmentId) -> u64) -> Tail {
        Tail::new(Arc::clone(&self.ledger), committed)
    }
}
