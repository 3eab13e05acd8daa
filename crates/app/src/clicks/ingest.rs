//! Taking clicks in: the journal's tail, enriched, into the store, each batch with its checkpoint in one transaction.
//!
//! Runs on a thread of its own, since it reads files and waits. Whatever fails is tried again with the same bytes; the checkpoint's
//! compare-and-swap makes trying again harmless.

use crate::App;
use crate::clicks::enrich::Enrichment;
use crate::clicks::live::Live;
use crate::clicks::progress::Progress;
use crate::clicks::quarantine::Quarantine;
use crate::clicks::record;
use crate::clicks::salts::PeriodSalts;
use crate::clicks::traces::Traces;
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::runtime::Handle;
use trackway_journal::{Chunk, Journal, Record, SegmentId, Tail};
use trackway_store::StoreError;
use trackway_store::clicks::{Checkpoint, ClickRow, IngestError};

/// Journal bytes in one batch: some 30,000 clicks. A link that many of them share is counted once for all.
const BATCH_BYTES: usize = 8 << 20;

/// How long clicks may gather before they are taken in: it bounds how often the store commits.
const GATHER: Duration = Duration::from_millis(100);

/// The same when much is going on. Each batch writes the pages of its links' counters anew, so that fewer batches write less.
const GATHER_BUSY: Duration = Duration::from_millis(400);

/// A chunk of this many bytes means that much is going on.
const BUSY_BYTES: u64 = 512 << 10;

/// How long to wait for a click before looking whether to stop.
const IDLE: Duration = Duration::from_millis(500);

/// How long to wait after the store failed: from the first to the longest.
const RETRY: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(5));

/// The work of taking clicks in.
pub struct Ingestion {
    /// The store, and how to call it from a thread.
    pub app: Arc<App>,
    /// The runtime that the store's calls run on.
    pub runtime: Handle,
    /// Where the clicks come from.
    pub journal: Arc<Journal>,
    /// What is found out about them.
    pub enrichment: Enrichment,
    /// By which visitors are told apart.
    pub salts: PeriodSalts,
    /// What they leave behind for installs.
    pub traces: Traces,
    /// Where the unreadable ones go.
    pub quarantine: Arc<Quarantine>,
    /// Who looks on.
    pub live: Arc<Live>,
    /// What was taken in, for those who watch.
    pub progress: Arc<Progress>,
    /// Set to stop: what the journal holds by then is still taken in.
    pub stop: Arc<AtomicBool>,
}

/// What a batch came to.
enum Outcome {
    Stored,
    /// Somebody else has taken (part of) the segment in: positions must be read again.
    Moved,
}

impl Ingestion {
    /// Takes clicks in until it is told to stop and nothing is left, or the store fails while it is told to stop.
    pub fn run(mut self) {
        while let Some(mut tail) = self.open_tail() {
            if self.follow(&mut tail).is_none() {
                return;
            }
        }
    }

    /// Follows the tail until it is to stop (None), or positions have moved.
    fn follow(&mut self, tail: &mut Tail) -> Option<()> {
        let mut gather = GATHER;
        loop {
            let stopping = self.stop.load(Ordering::Acquire);
            match tail.read(BATCH_BYTES) {
                Ok(Some(chunk)) => {
                    gather = if chunk.to - chunk.from >= BUSY_BYTES { GATHER_BUSY } else { GATHER };
                    self.progress.begin(oldest(&chunk).unwrap_or_else(|| self.app.clock.now()));
                    let outcome = self.retried(|this| this.take_in(&chunk))?;
                    self.progress.end();
                    if let Outcome::Moved = outcome {
                        return Some(());
                    }
                    // Under load there is always a little more, and waiting for a lot costs less than taking each little in. A backlog does
                    // not wait.
                    if chunk.to - chunk.from < BATCH_BYTES as u64 / 2 && !self.stop.load(Ordering::Acquire) {
                        std::thread::sleep(gather);
                    }
                }
                Ok(None) if stopping => return None,
                Ok(None) => {
                    if tail.wait(IDLE) && !self.stop.load(Ordering::Acquire) {
                        std::thread::sleep(gather);
                    }
                }
                Err(error) => {
                    tracing::error!(%error, "the journal cannot be read");
                    self.pause(RETRY.1)?;
                }
            }
        }
    }

    /// Begins where the store stands. Each position is asked for until it is known: a store that fails now and then might never give all
    /// of them in a row.
    fn open_tail(&mut self) -> Option<Tail> {
        let mut positions = HashMap::new();
        for segment in self.journal.segments() {
            let ask = |this: &mut Self| this.runtime.block_on(this.app.store.clicks().position(*segment.id.as_uuid()));
            positions.insert(segment.id, self.retried(ask)?.unwrap_or(0));
        }
        Some(self.journal.tail(|id| positions.get(&id).copied().unwrap_or(0)))
    }

    /// Stores a chunk, then lets its segment go where that was the last of it.
    fn take_in(&mut self, chunk: &Chunk) -> Result<Outcome, StoreError> {
        for damage in &chunk.damage {
            tracing::error!(segment = damage.segment, offset = damage.offset, bytes = damage.length, reason = ?damage.reason, "journal damage");
        }
        if chunk.segment == SegmentId::UNKNOWN {
            return Ok(Outcome::Stored);
        }
        let records = chunk.records().collect::<Vec<_>>();
        let outcome = self.store(chunk.segment, &records, chunk.from, chunk.to)?;

        if chunk.segment_finished()
            && let Err(error) = self.journal.release(chunk.segment)
        {
            tracing::warn!(%error, "a finished journal segment stays");
        }
        Ok(outcome)
    }

    /// Stores the records between two offsets. A store that refuses them for good is offered ever smaller parts, until the one record
    /// that it does not take is alone and can be put aside.
    fn store(&mut self, segment: SegmentId, records: &[Record<'_>], from: u64, to: u64) -> Result<Outcome, StoreError> {
        let rows = self.enriched(records)?;
        self.leave_traces(records, &rows)?;
        let clicks = rows.len() as u64;
        let checkpoint = Checkpoint { segment: *segment.as_uuid(), from, to };
        let shown = self.live.shown(&rows);
        match self.runtime.block_on(self.app.store.clicks().ingest(rows, checkpoint)) {
            Ok(()) => {
                self.live.publish(shown);
                self.progress.count(clicks);
                Ok(Outcome::Stored)
            }
            Err(IngestError::Moved(position)) => {
                tracing::warn!(%segment, from, position, "this part of the journal has been taken in before");
                Ok(Outcome::Moved)
            }
            Err(IngestError::Store(StoreError::Broken(reason))) if records.len() > 1 => {
                tracing::warn!(%reason, records = records.len(), "the store refuses a batch; offering it in parts");
                let (first, second) = records.split_at(records.len() / 2);
                let middle = second[0].position.offset;
                match self.store(segment, first, from, middle)? {
                    Outcome::Stored => self.store(segment, second, middle, to),
                    Outcome::Moved => Ok(Outcome::Moved),
                }
            }
            Err(IngestError::Store(StoreError::Broken(reason))) if records.len() == 1 => {
                self.put_aside(&records[0], &reason)?;
                self.store(segment, &[], from, to)
            }
            Err(IngestError::Store(error)) => Err(error),
        }
    }

    fn enriched(&mut self, records: &[Record<'_>]) -> Result<Vec<ClickRow>, StoreError> {
        let mut rows = Vec::with_capacity(records.len());
        for entry in records {
            match record::decode(entry.payload) {
                Ok(click) => {
                    let salt = self.salts.of(click.at, &self.app, &self.runtime)?;
                    rows.push(self.enrichment.enrich(&click, &salt));
                }
                Err(error) => self.put_aside(entry, &error.to_string())?,
            }
        }
        Ok(rows)
    }

    /// A store that refuses traces for good must not keep clicks from being counted.
    fn leave_traces(&mut self, records: &[Record<'_>], rows: &[ClickRow]) -> Result<(), StoreError> {
        let clicks = records.iter().filter_map(|entry| record::decode(entry.payload).ok()).zip(rows);
        match self.traces.leave(clicks, &self.app, &self.runtime) {
            Err(StoreError::Broken(reason)) => {
                tracing::error!(%reason, "installs that follow these clicks cannot be compared with them");
                Ok(())
            }
            left => left,
        }
    }

    fn put_aside(&self, record: &Record<'_>, reason: &str) -> Result<(), StoreError> {
        self.quarantine.put_aside(record, reason).map_err(|error| StoreError::Unavailable(format!("the quarantine file: {error}")))
    }

    /// Calls until it succeeds; None where it is told to stop and the last call has failed.
    fn retried<T>(&mut self, mut call: impl FnMut(&mut Self) -> Result<T, StoreError>) -> Option<T> {
        let mut delay = RETRY.0;
        loop {
            match call(self) {
                Ok(value) => return Some(value),
                Err(error) => tracing::warn!(%error, "clicks wait in the journal"),
            }
            self.pause(delay)?;
            delay = (delay * 2).min(RETRY.1);
        }
    }

    /// Waits; None where it is told to stop.
    fn pause(&self, duration: Duration) -> Option<()> {
        let mut left = duration;
        while !left.is_zero() && !self.stop.load(Ordering::Acquire) {
            let nap = left.min(Duration::from_millis(50));
            std::thread::sleep(nap);
            left -= nap;
        }
        (!self.stop.load(Ordering::Acquire)).then_some(())
    }
}

/// When the first click of a chunk was made; None where it has none, as the end of a segment may.
fn oldest(chunk: &Chunk) -> Option<Timestamp> {
    chunk.records().find_map(|entry| record::decode(entry.payload).ok()).map(|click| click.at)
}
