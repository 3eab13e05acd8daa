//! What the commits of one batch share: who leads it, how it came out, and who is to be woken then.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::task::{Poll, Waker};

use crate::append::Appends;
use crate::{Unrecorded, lock};

pub(crate) type Outcome = Result<(), Unrecorded>;

pub(crate) struct Batch {
    /// Kept here and not in each commit, so that a record costs one reference count and not two.
    pub(crate) appends: Arc<Appends>,
    led: AtomicBool,
    outcome: OnceLock<Outcome>,
    followers: Mutex<Vec<Waker>>,
}

impl Batch {
    pub(crate) fn new(appends: &Arc<Appends>) -> Self {
        Self { appends: Arc::clone(appends), led: AtomicBool::new(false), outcome: OnceLock::new(), followers: Mutex::new(Vec::new()) }
    }

    /// Whether the caller is the one who leads; true once per batch.
    pub(crate) fn claim(&self) -> bool {
        // The plain load spares the followers a contended exchange.
        !self.led.load(Ordering::Relaxed) && !self.led.swap(true, Ordering::AcqRel)
    }

    pub(crate) fn outcome(&self) -> Option<Outcome> {
        self.outcome.get().copied()
    }

    /// Ready when the batch is done; otherwise `waker` takes the commit's seat and is woken then.
    pub(crate) fn follow(&self, seat: &mut Option<usize>, waker: &Waker) -> Poll<Outcome> {
        let mut followers = lock(&self.followers);
        if let Some(outcome) = self.outcome() {
            return Poll::Ready(outcome);
        }
        match seat.and_then(|seat| followers.get_mut(seat)) {
            Some(taken) => taken.clone_from(waker),
            None => {
                *seat = Some(followers.len());
                followers.push(waker.clone());
            }
        }
        Poll::Pending
    }

    /// Tells everyone. Not to be called under a lock: a waker may run code of anyone, even ours.
    pub(crate) fn publish(&self, outcome: Outcome) {
        let followers = {
            let mut followers = lock(&self.followers);
            // A batch is answered once; were it ever not, its first answer holds.
            let _ = self.outcome.set(outcome);
            std::mem::take(&mut *followers)
        };
        followers.into_iter().for_each(Waker::wake);
    }
}
