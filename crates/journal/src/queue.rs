//! The records that wait for a leader, back to back in one buffer. The only lock that every append takes.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use crate::append::Appends;
use crate::batch::Batch;
use crate::record;
use crate::{Unrecorded, lock};

pub(crate) struct Queue {
    pending: Mutex<Pending>,
    limit: usize,
    /// Bytes that are written but kept until they are synced; they count against the limit too.
    unsynced: Arc<AtomicUsize>,
}

#[derive(Default)]
struct Pending {
    batch: Option<Arc<Batch>>,
    bytes: Vec<u8>,
    records: u64,
    closed: bool,
}

/// A batch that nobody can join any more.
pub(crate) struct Taken {
    pub(crate) batch: Arc<Batch>,
    pub(crate) bytes: Vec<u8>,
    pub(crate) records: u64,
}

/// What a record joined.
pub(crate) struct Joined {
    pub(crate) batch: Arc<Batch>,
    pub(crate) first: bool,
}

impl Pending {
    fn close_batch(&mut self, is_meant: impl Fn(&Arc<Batch>) -> bool, spares: &mut Vec<Vec<u8>>) -> Option<Taken> {
        let batch = self.batch.take_if(|batch| is_meant(batch))?;
        let bytes = std::mem::replace(&mut self.bytes, spares.pop().unwrap_or_default());
        Some(Taken { batch, bytes, records: std::mem::take(&mut self.records) })
    }
}

impl Queue {
    pub(crate) fn new(limit: usize, unsynced: Arc<AtomicUsize>) -> Self {
        Self { pending: Mutex::default(), limit, unsynced }
    }

    pub(crate) fn push(&self, appends: &Arc<Appends>, payload: &[u8]) -> Result<Joined, Unrecorded> {
        let pending = &mut *lock(&self.pending);
        if pending.closed {
            return Err(Unrecorded::Closed);
        }
        let waiting = pending.bytes.len() + self.unsynced.load(Ordering::Relaxed);
        if waiting + record::HEADER_BYTES + payload.len() > self.limit {
            return Err(Unrecorded::Busy);
        }
        record::push(&mut pending.bytes, payload);
        pending.records += 1;
        let batch = pending.batch.get_or_insert_with(|| Arc::new(Batch::new(appends)));
        Ok(Joined { batch: Arc::clone(batch), first: pending.records == 1 })
    }

    /// Closes the pending batch (if it is `only`, where that is asked for) and starts the next one in a spare buffer. To be called under
    /// the writer's lock, which keeps batches in order.
    pub(crate) fn take(&self, only: Option<&Arc<Batch>>, spares: &mut Vec<Vec<u8>>) -> Option<Taken> {
        lock(&self.pending).close_batch(|batch| only.is_none_or(|only| Arc::ptr_eq(batch, only)), spares)
    }

    /// Whatever waits, for a writer who brings a record of his own; refused where the queue is closed.
    pub(crate) fn take_open(&self, spares: &mut Vec<Vec<u8>>) -> Result<Option<Taken>, Unrecorded> {
        let pending = &mut *lock(&self.pending);
        if pending.closed {
            return Err(Unrecorded::Closed);
        }
        Ok(pending.close_batch(|_| true, spares))
    }

    /// Takes no more records; those that wait are still to be written.
    pub(crate) fn close(&self) {
        lock(&self.pending).closed = true;
    }
}
