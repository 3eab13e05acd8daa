//! The consumer's end: reads the segments in order, from its checkpoints on, and follows the live one.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use crate::chunk::Chunk;
use crate::ledger::{Entry, Ledger};
use crate::scan::Scan;
use crate::{Error, SegmentId};

/// Reads what is recorded. Only what counts as recorded is visible, so nothing that is read here can be taken back by a crash of the
/// process (or, with [`Durability::Fsync`](crate::Durability::Fsync), of the machine).
pub struct Tail {
    ledger: Arc<Ledger>,
    committed: HashMap<SegmentId, u64>,
    /// The number of the segment that is read next.
    number: u64,
    scan: Option<Scan>,
}

impl Tail {
    /// The next records, about `max_bytes` of them but at least one; `None` when there is nothing new. Does not block.
    ///
    /// A store that cannot take the chunk now is tried again with the same chunk. After an error the same read can be repeated.
    pub fn read(&mut self, max_bytes: usize) -> Result<Option<Chunk>, Error> {
        let Some(entry) = self.ledger.at_or_after(self.number) else { return Ok(None) };
        let scan = self.scan_of(&entry).map_err(Error::at(&entry.path))?;
        let Some(chunk) = scan.read(entry.extent, max_bytes).map_err(Error::at(&entry.path))? else { return Ok(None) };
        self.ledger.note_read(entry.number, chunk.to);
        if chunk.is_last() {
            self.number = entry.number + 1;
            self.scan = None;
        }
        Ok(Some(chunk))
    }

    /// Blocks the thread until there is something to read, the journal is closed or the time is over; says whether there is something.
    pub fn wait(&self, timeout: Duration) -> bool {
        let (number, offset) = self.scan.as_ref().map_or((self.number, 0), |scan| (scan.number, scan.position()));
        self.ledger.wait_beyond(number, offset, timeout)
    }

    pub(crate) fn new(ledger: Arc<Ledger>, mut committed: impl FnMut(SegmentId) -> u64) -> Self {
        let mut offsets = HashMap::new();
        for segment in ledger.segments() {
            let offset = committed(segment.id);
            ledger.note_read(segment.number, offset);
            offsets.insert(segment.id, offset);
        }
        Self { ledger, committed: offsets, number: 0, scan: None }
    }

    fn scan_of(&mut self, entry: &Entry) -> std::io::Result<&mut Scan> {
        let scan = match self.scan.take() {
            Some(scan) if scan.number == entry.number => scan,
            _ => Scan::open(entry, entry.id.and_then(|id| self.committed.remove(&id)).unwrap_or(0))?,
        };
        Ok(self.scan.insert(scan))
    }
}
