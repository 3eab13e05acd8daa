//! The sync thread. It writes no record that a commit leads; it makes what is written survive a power cut, and writes what nobody led.

use std::io;
use std::sync::Arc;
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use crate::Durability;
use crate::append::Appends;

/// Starts the thread. It ends, after a last beat, when the appends are closed.
pub(crate) fn spawn(appends: Arc<Appends>, durability: Durability) -> io::Result<JoinHandle<()>> {
    let pause = match durability {
        Durability::Os { flush_interval } => flush_interval,
        // No pause: what arrives during one sync goes into the next, and that is pause enough.
        Durability::Fsync => Duration::ZERO,
    };
    Builder::new().name("journal-sync".into()).spawn(move || run(&appends, pause))
}

fn run(appends: &Appends, pause: Duration) {
    while appends.pulse.wait() {
        appends.pulse.rest(pause);
        appends.beat();
    }
    appends.beat();
}
