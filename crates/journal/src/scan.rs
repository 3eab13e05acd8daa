//! Reading one segment back, for the tail, for a reader at rest and for recovery alike.
//!
//! A record that does not verify is damage when good ones follow; behind the last good one, what the segment is said to hold (`Extent`)
//! decides whether something is missing, was torn by a crash, or was never there.

use std::fs::File;
use std::io;

use crate::chunk::Chunk;
use crate::header;
use crate::ledger::{Entry, Extent};
use crate::record::{self, Key, MAX_RECORD_BYTES};
use crate::search;
use crate::{DamageReason, SegmentId};

pub(crate) struct Scan {
    pub(crate) number: u64,
    file: File,
    id: Option<SegmentId>,
    header_intact: bool,
    position: u64,
}

impl Scan {
    /// Starts behind what was committed already; 0 is the start.
    pub(crate) fn open(entry: &Entry, committed: u64) -> io::Result<Self> {
        let file = File::open(&entry.path)?;
        Ok(Self { number: entry.number, file, id: entry.id, header_intact: entry.header_intact, position: committed })
    }

    /// Where the next chunk starts.
    pub(crate) fn position(&self) -> u64 {
        self.position
    }

    /// About `max_bytes` of records, at least one; `None` when nothing new can be said. After an error the same read can be tried again.
    pub(crate) fn read(&mut self, extent: Extent, max_bytes: usize) -> io::Result<Option<Chunk>> {
        let held = self.file.metadata()?.len();
        let mut chunk = Chunk::starting(self.id.unwrap_or(SegmentId::UNKNOWN), self.number, self.position);
        match self.id {
            None => {
                chunk.add_damage(0..held, DamageReason::Header);
                chunk.end_segment();
            }
            Some(id) => self.read_records(&mut chunk, Key::of(id), extent, held, max_bytes)?,
        }
        // A chunk that is not handed out moves nothing, so that the next one's `from` is what the consumer has committed.
        Ok(chunk.says_something().then(|| {
            self.position = chunk.to;
            chunk
        }))
    }

    fn read_records(&self, chunk: &mut Chunk, key: Key, extent: Extent, held: u64, max_bytes: usize) -> io::Result<()> {
        if chunk.from == 0 && !self.header_intact {
            chunk.add_damage(0..held.min(header::HEADER_BYTES), DamageReason::Header);
        }
        chunk.to = chunk.from.max(header::HEADER_BYTES);
        let limit = extent.end().min(held);
        let more_to_read = self.fill(chunk, key, limit, max_bytes)?;
        if !more_to_read {
            self.conclude(chunk, extent, limit)?;
        }
        Ok(())
    }

    /// Adds the records of one window; false when no good record is left before the limit.
    fn fill(&self, chunk: &mut Chunk, key: Key, limit: u64, max_bytes: usize) -> io::Result<bool> {
        let start = chunk.to;
        if start >= limit {
            return Ok(false);
        }
        let window_end = limit.min(start.saturating_add(max_bytes.max(MAX_RECORD_BYTES) as u64));
        let mut window = search::read(&self.file, start, window_end)?;
        let mut at = 0;
        let mut good_follows = true;
        while at < window.len() && at < max_bytes.max(1) {
            let rest = &window[at..];
            if let Some(length) = record::verify(rest, key) {
                chunk.add_record(at, length);
                at += length;
                continue;
            }
            // Not whole in this window: the next one begins with it.
            if window_end < limit && rest.len() < MAX_RECORD_BYTES {
                break;
            }
            let bad = start + at as u64;
            let Some(good) = search::next_good(&self.file, key, bad + 1, limit)? else {
                good_follows = false;
                break;
            };
            chunk.add_damage(bad..good, DamageReason::Corrupt);
            at = (good - start) as usize;
        }
        window.truncate(at);
        chunk.hold(window, start);
        chunk.to = start + at as u64;
        Ok(good_follows && chunk.to < limit)
    }

    /// Says what is behind the last good record.
    fn conclude(&self, chunk: &mut Chunk, extent: Extent, limit: u64) -> io::Result<()> {
        match extent {
            Extent::Published(end) => miss(chunk, end),
            Extent::Declared { end, torn } => {
                miss(chunk, end);
                if torn > 0 {
                    chunk.add_damage(end..end + torn, DamageReason::TornTail);
                }
                chunk.end_segment();
            }
            Extent::Undeclared { .. } => {
                let content = search::end_of_content(&self.file, chunk.to, limit)?;
                if content > chunk.to {
                    chunk.add_damage(chunk.to..content, DamageReason::TornTail);
                }
                chunk.end_segment();
            }
        }
        Ok(())
    }
}

/// Whatever should be there up to `end` and was not found is missing.
fn miss(chunk: &mut Chunk, end: u64) {
    if chunk.to < end {
        chunk.add_damage(chunk.to..end, DamageReason::Missing);
        chunk.to = end;
    }
}
