//! When a sync thread wakes: at the first record after its last beat, and never while nothing happens.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use crate::lock;

#[derive(Default)]
pub(crate) struct Pulse {
    /// Something was appended since the last beat. Outside the lock, so that an append between two beats costs one load.
    stirred: AtomicBool,
    stopping: Mutex<bool>,
    woken: Condvar,
}

impl Pulse {
    /// Says that there is something to write or sync. To be called after it was queued.
    pub(crate) fn stir(&self) {
        if !self.stirred.load(Ordering::Relaxed) && !self.stirred.swap(true, Ordering::AcqRel) {
            // Under the lock, so that the thread is either waiting already or will look again.
            let _stopping = lock(&self.stopping);
            self.woken.notify_one();
        }
    }

    /// To be called before looking for something to write: what is queued later stirs again.
    pub(crate) fn clear(&self) {
        self.stirred.swap(false, Ordering::AcqRel);
    }

    pub(crate) fn stop(&self) {
        *lock(&self.stopping) = true;
        self.woken.notify_all();
    }

    /// Blocks until stirred; false when the thread is to end.
    pub(crate) fn wait(&self) -> bool {
        let idle = |stopping: &mut bool| !*stopping && !self.stirred.load(Ordering::Acquire);
        !*self.woken.wait_while(lock(&self.stopping), idle).unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets records gather, but not when the thread is to end.
    pub(crate) fn rest(&self, pause: Duration) {
        let resting = self.woken.wait_timeout_while(lock(&self.stopping), pause, |stopping| !*stopping);
        drop(resting.unwrap_or_else(PoisonError::into_inner));
    }
}
