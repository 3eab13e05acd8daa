//! What one read gives: some records of one segment, the offsets for the checkpoint, and what was damaged between them.

use std::ops::Range;

use crate::record::HEADER_BYTES;
use crate::{Damage, DamageReason, Position, SegmentId};

/// Some consecutive records of one segment. It stays valid while the consumer tries to store it.
#[derive(Debug, Clone)]
pub struct Chunk {
    /// The segment's id, under which the checkpoint is kept. [`SegmentId::UNKNOWN`] has none: such a chunk only carries damage.
    pub segment: SegmentId,
    /// The segment's number.
    pub number: u64,
    /// The checkpoint before this chunk: the end of the last one, or what the consumer said it had committed (0 for nothing).
    pub from: u64,
    /// The checkpoint after this chunk.
    pub to: u64,
    /// What could not be read, in order of offset.
    pub damage: Vec<Damage>,
    bytes: Vec<u8>,
    bytes_start: u64,
    payloads: Vec<Range<usize>>,
    is_last: bool,
}

/// One record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record<'chunk> {
    /// Where it lies, to name it by.
    pub position: Position,
    /// What was appended.
    pub payload: &'chunk [u8],
}

impl Chunk {
    /// The records in the order in which they were written.
    pub fn records(&self) -> impl ExactSizeIterator<Item = Record<'_>> {
        self.payloads.iter().map(|payload| Record { position: self.position_of(payload), payload: &self.bytes[payload.clone()] })
    }

    /// Whether nothing of this segment comes after this chunk: once its checkpoint is committed, the segment can be released.
    pub fn segment_finished(&self) -> bool {
        self.is_last && self.segment != SegmentId::UNKNOWN
    }

    pub(crate) fn starting(segment: SegmentId, number: u64, from: u64) -> Self {
        let (damage, bytes, payloads) = (Vec::new(), Vec::new(), Vec::new());
        Self { segment, number, from, to: from, damage, bytes, bytes_start: 0, payloads, is_last: false }
    }

    /// Notes a whole record that starts at `start` of the bytes that will be held.
    pub(crate) fn add_record(&mut self, start: usize, length: usize) {
        self.payloads.push(start + HEADER_BYTES..start + length);
    }

    /// Takes the bytes in which the records lie; they start at this offset of the segment.
    pub(crate) fn hold(&mut self, bytes: Vec<u8>, start: u64) {
        self.bytes = bytes;
        self.bytes_start = start;
    }

    pub(crate) fn add_damage(&mut self, range: Range<u64>, reason: DamageReason) {
        let (offset, length) = (range.start, range.end - range.start);
        self.damage.push(Damage { segment: self.number, offset, length, reason });
    }

    pub(crate) fn end_segment(&mut self) {
        self.is_last = true;
    }

    pub(crate) fn is_last(&self) -> bool {
        self.is_last
    }

    pub(crate) fn says_something(&self) -> bool {
        self.is_last || !self.payloads.is_empty() || !self.damage.is_empty()
    }

    fn position_of(&self, payload: &Range<usize>) -> Position {
        let offset = self.bytes_start + (payload.start - HEADER_BYTES) as u64;
        Position { segment: self.segment, number: self.number, offset }
    }
}
