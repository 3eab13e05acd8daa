//! The sync threads. They write no record that a commit leads; they make what is written survive a power cut, and write what nobody led.
//!
//! With `Durability::Fsync` there are two. Whoever comes while a sync is on its way has to wait for the next one: were that to begin only
//! when the first has ended, everybody would wait for nearly two. A disk that works on two at once gives each its answer earlier; one
//! that does not works on them in turn, as it would have.

use std::io;
use std::sync::{Arc, Mutex};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use crate::append::Appends;
use crate::stable::Lane;
use crate::{Durability, lock};

/// A sync that takes longer says nothing of the next one.
const LONGEST: Duration = Duration::from_millis(50);

/// Starts the threads. They end, each after a last beat, when the appends are closed.
pub(crate) fn spawn(appends: &Arc<Appends>, durability: Durability) -> io::Result<Vec<JoinHandle<()>>> {
    let (pause, lanes) = match durability {
        Durability::Os { flush_interval } => (flush_interval, &[Lane::First][..]),
        Durability::Fsync => (Duration::ZERO, &[Lane::First, Lane::Second][..]),
    };
    let turn = Arc::new(Mutex::new(Pace { pause, began: None, takes: Duration::ZERO }));
    let start = |lane: &Lane| {
        let (appends, turn, lane) = (Arc::clone(appends), Arc::clone(&turn), *lane);
        Builder::new().name("journal-sync".into()).spawn(move || run(&appends, &turn, lane))
    };
    lanes.iter().map(start).collect()
}

/// Whose turn it is to begin the next sync holds this.
struct Pace {
    /// How long records gather at least.
    pause: Duration,
    began: Option<Instant>,
    /// How long the last sync took.
    takes: Duration,
}

impl Pace {
    /// How long to wait before the next sync begins: in the middle of the one that is on its way.
    fn wait(&self) -> Duration {
        let since = self.began.map_or(LONGEST, |began| began.elapsed());
        self.pause.max((self.takes / 2).saturating_sub(since))
    }
}

fn run(appends: &Appends, turn: &Mutex<Pace>, lane: Lane) {
    loop {
        let mut pace = lock(turn);
        let goes_on = appends.pulse.wait();
        if goes_on {
            appends.pulse.rest(pace.wait());
        }
        let unsynced = appends.gather();
        let began = Instant::now();
        pace.began = Some(began);
        drop(pace);
        appends.sync(unsynced, lane);
        lock(turn).takes = began.elapsed().min(LONGEST);
        if !goes_on {
            return;
        }
    }
}
