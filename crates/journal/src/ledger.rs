//! What the tail may see: the segments in order, and how far each can be read. Writers publish here once per batch.

use std::path::PathBuf;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use crate::create::Live;
use crate::header::{self, Ending};
use crate::{Error, Segment, SegmentId, lock};

#[derive(Default)]
pub(crate) struct Ledger {
    state: Mutex<State>,
    grown: Condvar,
}

#[derive(Default)]
struct State {
    entries: Vec<Entry>,
    /// Spares the writers a system call per batch while the consumer is busy.
    consumer_waits: bool,
    closed: bool,
}

#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) number: u64,
    pub(crate) path: PathBuf,
    /// None when the header is damaged and no later segment names it.
    pub(crate) id: Option<SegmentId>,
    pub(crate) header_intact: bool,
    pub(crate) extent: Extent,
    /// How far the tail has read.
    pub(crate) read: u64,
    pub(crate) released: bool,
}

/// How far a segment can be read.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Extent {
    /// Up to here, and more may come.
    Published(u64),
    /// Up to the end that a later segment, or the writer, has declared.
    Declared { end: u64, torn: u64 },
    /// As far as good records go in a file of `length` bytes.
    Undeclared { length: u64 },
}

impl Ledger {
    pub(crate) fn new(entries: Vec<Entry>) -> Self {
        Self { state: Mutex::new(State { entries, ..State::default() }), grown: Condvar::new() }
    }

    /// A segment that nothing can be read of yet.
    pub(crate) fn begin(&self, live: &Live) {
        lock(&self.state).entries.push(Entry {
            number: live.number,
            path: live.path.clone(),
            id: Some(live.id),
            header_intact: true,
            extent: Extent::Published(header::HEADER_BYTES),
            read: 0,
            released: false,
        });
    }

    /// The segment can be read up to `end`.
    pub(crate) fn publish(&self, number: u64, end: u64) {
        self.extend(number, Extent::Published(end));
    }

    /// The segment has ended.
    pub(crate) fn finish(&self, Ending { number, end, torn, .. }: Ending) {
        self.extend(number, Extent::Declared { end, torn });
    }

    /// No more will come; whoever waits need not.
    pub(crate) fn close(&self) {
        lock(&self.state).closed = true;
        self.grown.notify_all();
    }

    /// The first segment with this number or a later one.
    pub(crate) fn at_or_after(&self, number: u64) -> Option<Entry> {
        let state = lock(&self.state);
        state.entries.iter().find(|entry| entry.number >= number).cloned()
    }

    pub(crate) fn note_read(&self, number: u64, offset: u64) {
        if let Some(entry) = lock(&self.state).entry(number) {
            entry.read = offset;
        }
    }

    /// Blocks until something is there behind `offset` of segment `number`; false when the time is over or the journal is closed.
    pub(crate) fn wait_beyond(&self, number: u64, offset: u64, timeout: Duration) -> bool {
        let mut state = lock(&self.state);
        state.consumer_waits = true;
        let nothing = |state: &mut State| !state.closed && !state.has_beyond(number, offset);
        let (mut state, _) = self.grown.wait_timeout_while(state, timeout, nothing).unwrap_or_else(PoisonError::into_inner);
        state.consumer_waits = false;
        state.has_beyond(number, offset)
    }

    pub(crate) fn segments(&self) -> Vec<Segment> {
        let state = lock(&self.state);
        let segment = |entry: &Entry| Some(Segment { id: entry.id?, number: entry.number, bytes: entry.extent.end() });
        state.entries.iter().filter_map(segment).collect()
    }

    pub(crate) fn backlog_bytes(&self) -> u64 {
        let unread = |entry: &Entry| entry.extent.end().saturating_sub(entry.read.max(header::HEADER_BYTES));
        lock(&self.state).entries.iter().map(unread).sum()
    }

    /// Notes that the consumer needs the segment no more.
    pub(crate) fn release(&self, id: SegmentId) -> Result<(), Error> {
        let mut state = lock(&self.state);
        let entry = state.entries.iter_mut().find(|entry| entry.id == Some(id)).ok_or(Error::Unknown(id))?;
        if let Extent::Published(_) = entry.extent {
            return Err(Error::Live(id));
        }
        entry.released = true;
        Ok(())
    }

    /// The oldest segment, if it is released. Files go in order, since a segment's end is told by a later one.
    pub(crate) fn oldest_released(&self) -> Option<(SegmentId, PathBuf)> {
        let state = lock(&self.state);
        let oldest = state.entries.iter().find(|entry| entry.id.is_some())?;
        oldest.released.then(|| Some((oldest.id?, oldest.path.clone())))?
    }

    pub(crate) fn forget(&self, id: SegmentId) {
        lock(&self.state).entries.retain(|entry| entry.id != Some(id));
    }

    fn extend(&self, number: u64, extent: Extent) {
        let mut state = lock(&self.state);
        if let Some(entry) = state.entry(number) {
            entry.extent = extent;
        }
        if state.consumer_waits {
            self.grown.notify_all();
        }
    }
}

impl State {
    /// Looked for from the end, since it is nearly always the last.
    fn entry(&mut self, number: u64) -> Option<&mut Entry> {
        self.entries.iter_mut().rfind(|entry| entry.number == number)
    }

    fn has_beyond(&self, number: u64, offset: u64) -> bool {
        self.entries.iter().rev().take_while(|entry| entry.number >= number).any(|entry| match entry.extent {
            Extent::Published(end) => end > if entry.number == number { offset.max(header::HEADER_BYTES) } else { header::HEADER_BYTES },
            Extent::Declared { .. } | Extent::Undeclared { .. } => true,
        })
    }
}

impl Extent {
    /// The end that is known, in bytes from the start of the file.
    pub(crate) fn end(self) -> u64 {
        match self {
            Self::Published(end) | Self::Declared { end, .. } | Self::Undeclared { length: end } => end,
        }
    }
}
