//! Which segment a batch goes to, and what happens to it then. One writer, behind one lock, keeps batches in order.
//!
//! With `Durability::Os` a batch is published and answered as soon as it is written. With `Durability::Fsync` it waits, bytes and all,
//! until a sync covers it (`rescue` says what happens when that sync fails).

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use crate::append::Answers;
use crate::batch::Batch;
use crate::create::{Live, SegmentMaker};
use crate::header::Ending;
use crate::ledger::Ledger;
use crate::queue::Taken;
use crate::stable::{Lane, StableFile};
use crate::{Durability, Unrecorded, record};

pub(crate) struct Writer {
    pub(crate) maker: SegmentMaker,
    pub(crate) ledger: Arc<Ledger>,
    /// None when the last one had to be given up, or the disk is full at the start, and no other could be made yet.
    pub(crate) live: Option<Live>,
    /// How the last segment ended, when there is no live one.
    pub(crate) last: Ending,
    /// Written to the live segment and not yet synced, in order.
    pub(crate) awaiting: Vec<Awaiting>,
    /// Full segments that the sync thread has not synced yet.
    retired: Vec<Arc<StableFile>>,
    /// No segment is begun while the others hold more that nobody has read.
    backlog_bytes: u64,
    pub(crate) waits_for_sync: bool,
    /// Empty buffers for the batches to come.
    pub(crate) spares: Vec<Vec<u8>>,
    /// Shared with the queue, which counts them against its limit.
    pub(crate) unsynced_bytes: Arc<AtomicUsize>,
    /// Records that were answered as recorded. Changed under the writer's lock only, so that counting takes no atomic addition.
    pub(crate) recorded: Arc<AtomicU64>,
}

pub(crate) struct Awaiting {
    pub(crate) batch: Arc<Batch>,
    pub(crate) records: u64,
    pub(crate) bytes: Vec<u8>,
    /// Where the batch ends in the live segment.
    pub(crate) end: u64,
}

/// How far a segment was written when a sync of it began.
pub(crate) struct Mark {
    pub(crate) number: u64,
    pub(crate) file: Arc<StableFile>,
    pub(crate) written: u64,
}

impl Writer {
    pub(crate) fn new(maker: SegmentMaker, ledger: Arc<Ledger>, last: Ending, durability: Durability, backlog_bytes: u64) -> Self {
        Self {
            maker,
            ledger,
            last,
            live: None,
            awaiting: Vec::new(),
            retired: Vec::new(),
            backlog_bytes,
            waits_for_sync: durability == Durability::Fsync,
            spares: Vec::new(),
            unsynced_bytes: Arc::default(),
            recorded: Arc::default(),
        }
    }

    /// Makes the first segment, so that what keeps the journal from being written is known at the start and not at the first record.
    pub(crate) fn begin(&mut self) -> io::Result<()> {
        let first = self.succeed(None)?;
        self.live.insert(first).file.sync(Lane::First)
    }

    pub(crate) fn write(&mut self, mut taken: Taken, answers: &mut Answers) {
        let written = self.live_with_room(taken.bytes.len(), answers).and_then(|live| {
            live.write(&mut taken.bytes)?;
            Ok((live.number, live.written))
        });
        match written {
            Ok((_, end)) if self.waits_for_sync => {
                self.unsynced_bytes.fetch_add(taken.bytes.len(), Ordering::Relaxed);
                self.awaiting.push(Awaiting { batch: taken.batch, records: taken.records, bytes: taken.bytes, end });
            }
            Ok((number, end)) => {
                self.ledger.publish(number, end);
                self.count(taken.records);
                self.spare(answers.add_taken(taken, Ok(())));
            }
            Err(error) => self.spare(answers.add_taken(taken, Err(Unrecorded::from(&error)))),
        }
    }

    /// Writes one record that no batch holds; only where nothing waits for a sync.
    pub(crate) fn write_one(&mut self, payload: &[u8]) -> Result<(), Unrecorded> {
        let mut record = self.spares.pop().unwrap_or_default();
        record::push(&mut record, payload);
        let written = self.live_with_room(record.len(), &mut Answers::default()).and_then(|live| {
            live.write(&mut record)?;
            Ok((live.number, live.written))
        });
        self.spare(record);
        let (number, end) = written.map_err(|error| Unrecorded::from(&error))?;
        self.ledger.publish(number, end);
        self.count(1);
        Ok(())
    }

    /// What the sync thread has to sync: full segments, and the live one when something was written to it.
    pub(crate) fn unsynced(&mut self) -> (Vec<Arc<StableFile>>, Option<Mark>) {
        let live = self.live.as_ref().filter(|live| live.written > live.synced);
        (std::mem::take(&mut self.retired), live.map(Mark::of))
    }

    /// Answers the first `count` batches that wait for a sync.
    pub(crate) fn answer_awaiting(&mut self, count: usize, outcome: Result<(), Unrecorded>, answers: &mut Answers) {
        for Awaiting { batch, records, bytes, .. } in self.awaiting.drain(..count).collect::<Vec<_>>() {
            self.unsynced_bytes.fetch_sub(bytes.len(), Ordering::Relaxed);
            if outcome.is_ok() {
                self.count(records);
            }
            answers.add(batch, records, outcome);
            self.spare(bytes);
        }
    }

    pub(crate) fn trim(&mut self) {
        if let Some(live) = &self.live {
            trim(live);
        }
    }

    fn live_with_room(&mut self, bytes: usize, answers: &mut Answers) -> io::Result<&mut Live> {
        if self.waits_for_sync && self.live.as_ref().is_some_and(|live| !live.has_room(bytes)) {
            // The next header will say where this segment ends, so that must be true on the disk before.
            self.sync_before_rotation(answers);
        }
        let live = match self.live.take() {
            Some(live) if live.has_room(bytes) => live,
            full => self.succeed(full)?,
        };
        Ok(self.live.insert(live))
    }

    /// Makes the segment after `full`. When that fails, `full` stays: a smaller batch may fit, and the next one tries again.
    fn succeed(&mut self, full: Option<Live>) -> io::Result<Live> {
        let ending = full.as_ref().map_or(self.last, |live| live.ending_at(live.written));
        let room = if self.ledger.backlog_bytes() <= self.backlog_bytes { Ok(()) } else { Err(io::ErrorKind::QuotaExceeded.into()) };
        let next = match room.and_then(|()| self.maker.create(ending)) {
            Ok(next) => next,
            Err(error) => {
                self.live = full;
                return Err(error);
            }
        };
        if let Some(full) = full {
            trim(&full);
            self.ledger.finish(ending);
            self.retired.push(full.file);
        }
        self.ledger.begin(&next);
        Ok(next)
    }

    fn sync_before_rotation(&mut self, answers: &mut Answers) {
        if let Some(mark) = self.live.as_ref().filter(|live| live.written > live.synced).map(Mark::of) {
            self.after_sync(&mark, mark.file.sync(Lane::First), answers);
        }
    }

    fn count(&mut self, records: u64) {
        self.recorded.store(self.recorded.load(Ordering::Relaxed) + records, Ordering::Relaxed);
    }

    fn spare(&mut self, mut buffer: Vec<u8>) {
        const SPARES: usize = 4;
        const SPARE_BYTES: usize = 1 << 20;
        if self.spares.len() < SPARES {
            buffer.clear();
            buffer.shrink_to(SPARE_BYTES);
            self.spares.push(buffer);
        }
    }
}

impl Mark {
    fn of(live: &Live) -> Self {
        Self { number: live.number, file: Arc::clone(&live.file), written: live.written }
    }
}

/// Gives back the room that was reserved and not used. The next header says where the segment ends, so nothing depends on it.
fn trim(live: &Live) {
    if let Err(error) = live.file.truncate(live.written) {
        tracing::debug!(path = %live.path.display(), %error, "a journal segment keeps its reserved room");
    }
}
