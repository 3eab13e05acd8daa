//! The append path, where callers, leaders and the sync thread meet: queue a record, write a batch, sync, answer.
//!
//! Lock order: the writer's lock, then the queue's or the ledger's. Answers go out when none is held.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use crate::batch::{Batch, Outcome};
use crate::pulse::Pulse;
use crate::queue::{Queue, Taken};
use crate::record::MAX_PAYLOAD_BYTES;
use crate::stable::{Lane, StableFile};
use crate::write::{Mark, Writer};
use crate::{Commit, Unrecorded, lock};

pub(crate) struct Appends {
    queue: Queue,
    writer: Mutex<Writer>,
    pub(crate) pulse: Pulse,
    recorded: Arc<AtomicU64>,
    unrecorded: AtomicU64,
    failing: AtomicBool,
}

/// Answers that are known but not yet given, because a lock is held.
#[derive(Default)]
pub(crate) struct Answers(Vec<Answer>);

/// What was written and may not survive a power cut.
pub(crate) struct Unsynced {
    retired: Vec<Arc<StableFile>>,
    live: Option<Mark>,
}

struct Answer {
    batch: Arc<Batch>,
    records: u64,
    outcome: Outcome,
}

impl Appends {
    pub(crate) fn new(writer: Writer, queue_bytes: usize) -> Self {
        Self {
            queue: Queue::new(queue_bytes, Arc::clone(&writer.unsynced_bytes)),
            recorded: Arc::clone(&writer.recorded),
            writer: Mutex::new(writer),
            pulse: Pulse::default(),
            unrecorded: AtomicU64::new(0),
            failing: AtomicBool::new(false),
        }
    }

    pub(crate) fn append(self: &Arc<Self>, payload: &[u8]) -> Commit {
        if payload.len() > MAX_PAYLOAD_BYTES {
            return self.refuse(Unrecorded::TooLong);
        }
        if let Some(outcome) = self.write_at_once(payload) {
            return Commit::answered(outcome);
        }
        match self.queue.push(self, payload) {
            Ok(joined) => {
                if joined.first {
                    self.pulse.stir();
                }
                Commit::waiting(joined.batch)
            }
            Err(refused) => self.refuse(refused),
        }
    }

    fn refuse(&self, refused: Unrecorded) -> Commit {
        self.unrecorded.fetch_add(1, Ordering::Relaxed);
        Commit::answered(Err(refused))
    }

    /// Writes the record here and now, behind those that wait, where nobody else is writing and nothing has to be synced: a `write` of its
    /// own costs less than being woken after somebody else's. None where the record must queue.
    fn write_at_once(&self, payload: &[u8]) -> Option<Outcome> {
        let mut answers = Answers::default();
        let outcome = {
            let mut writer = self.writer.try_lock().ok().filter(|writer| !writer.waits_for_sync)?;
            match self.queue.take_open(&mut writer.spares) {
                Ok(waiting) => {
                    if let Some(waiting) = waiting {
                        writer.write(waiting, &mut answers);
                    }
                    writer.write_one(payload)
                }
                Err(closed) => Err(closed),
            }
        };
        self.pulse.stir();
        self.note(1, outcome);
        self.give(answers);
        Some(outcome)
    }

    /// Writes `batch`, unless someone has already.
    pub(crate) fn lead(&self, batch: &Arc<Batch>) {
        self.write_pending(Some(batch));
    }

    /// The first half of a sync thread's beat: writes what nobody has led, and says what is to be synced.
    pub(crate) fn gather(&self) -> Unsynced {
        self.pulse.clear();
        self.write_pending(None);
        let (retired, live) = lock(&self.writer).unsynced();
        Unsynced { retired, live }
    }

    /// The second half: syncs that, and answers whoever waits for it.
    pub(crate) fn sync(&self, unsynced: Unsynced, lane: Lane) {
        for file in unsynced.retired {
            if let Err(error) = file.sync(lane) {
                tracing::error!(%error, "a full journal segment could not be synced; a power cut may lose the end of it");
            }
        }
        let Some(mark) = unsynced.live else { return };
        let synced = mark.file.sync(lane);
        let mut answers = Answers::default();
        lock(&self.writer).after_sync(&mark, synced, &mut answers);
        self.give(answers);
    }

    /// Takes no more records. The sync thread writes what waits in its last beat.
    pub(crate) fn close(&self) {
        self.queue.close();
        self.pulse.stop();
    }

    /// Gives the room that the live segment has reserved back to the disk; to be called when nothing is written any more.
    pub(crate) fn trim(&self) {
        lock(&self.writer).trim();
    }

    pub(crate) fn recorded(&self) -> u64 {
        self.recorded.load(Ordering::Relaxed)
    }

    pub(crate) fn unrecorded(&self) -> u64 {
        self.unrecorded.load(Ordering::Relaxed)
    }

    pub(crate) fn is_recording(&self) -> bool {
        !self.failing.load(Ordering::Relaxed)
    }

    fn write_pending(&self, only: Option<&Arc<Batch>>) {
        let mut answers = Answers::default();
        {
            let mut writer = lock(&self.writer);
            if let Some(taken) = self.queue.take(only, &mut writer.spares) {
                writer.write(taken, &mut answers);
            }
        }
        self.give(answers);
    }

    fn give(&self, answers: Answers) {
        for Answer { batch, records, outcome } in answers.0 {
            self.note(records, outcome);
            batch.publish(outcome);
        }
    }

    /// Keeps count of what came out how.
    fn note(&self, records: u64, outcome: Outcome) {
        match outcome {
            Err(reason) => {
                self.unrecorded.fetch_add(records, Ordering::Relaxed);
                // Said once per outage: at a hundred thousand records a second the log would fill what is left of the disk.
                if !self.failing.swap(true, Ordering::Relaxed) {
                    tracing::error!(%reason, records, "the journal does not record");
                }
            }
            Ok(()) if self.failing.load(Ordering::Relaxed) => {
                self.failing.store(false, Ordering::Relaxed);
                tracing::info!(unrecorded = self.unrecorded(), "the journal records again");
            }
            Ok(()) => {}
        }
    }
}

impl Answers {
    pub(crate) fn add(&mut self, batch: Arc<Batch>, records: u64, outcome: Outcome) {
        self.0.push(Answer { batch, records, outcome });
    }

    /// Answers a whole batch and gives its buffer back.
    pub(crate) fn add_taken(&mut self, taken: Taken, outcome: Outcome) -> Vec<u8> {
        self.add(taken.batch, taken.records, outcome);
        taken.bytes
    }
}
