//! What follows a sync: answers when it went well, a new segment when it failed.
//!
//! A failed sync is never tried again on the same file (`stable` says why). The file is given up at the last offset that is known to be
//! safe, and the records that waited for the sync are written once more, to a segment whose header says so. Nobody has seen them yet,
//! since the tail sees only what is synced, so they are not counted twice.
//!
//! With `Durability::Os` the tail may already have seen everything that was written. Writing it again would count it twice, so the file
//! is given up where it was written to and the records in it are left to the page cache.

use std::io;

use crate::Unrecorded;
use crate::append::Answers;
use crate::create::Live;
use crate::stable::Lane;
use crate::write::{Mark, Writer};

impl Writer {
    /// Settles what a sync that began at `mark` has decided. A segment that is no longer live was settled when it was rotated.
    pub(crate) fn after_sync(&mut self, mark: &Mark, synced: io::Result<()>, answers: &mut Answers) {
        match synced {
            Ok(()) => self.settle(mark, answers),
            Err(error) => {
                if let Some(failed) = self.live.take_if(|live| live.number == mark.number) {
                    tracing::error!(segment = failed.number, %error, "a journal segment could not be synced and is given up");
                    self.give_up(&failed);
                    self.rescue(answers);
                }
            }
        }
    }

    fn settle(&mut self, mark: &Mark, answers: &mut Answers) {
        let Some(live) = self.live.as_mut().filter(|live| live.number == mark.number) else { return };
        live.synced = live.synced.max(mark.written);
        if self.waits_for_sync {
            self.ledger.publish(mark.number, live.synced);
            let covered = self.awaiting.partition_point(|waiting| waiting.end <= mark.written);
            self.answer_awaiting(covered, Ok(()), answers);
        }
    }

    fn give_up(&mut self, failed: &Live) {
        self.last = failed.ending_at(if self.waits_for_sync { failed.synced } else { failed.written });
        self.ledger.finish(self.last);
    }

    /// Writes the records that wait to a new segment and syncs that. When this fails too they are unrecorded.
    fn rescue(&mut self, answers: &mut Answers) {
        if self.awaiting.is_empty() {
            return;
        }
        let outcome = match self.write_again() {
            Ok(live) => {
                self.ledger.begin(&live);
                self.ledger.publish(live.number, live.synced);
                self.live = Some(live);
                Ok(())
            }
            Err(error) => Err(Unrecorded::from(&error)),
        };
        self.answer_awaiting(self.awaiting.len(), outcome, answers);
    }

    fn write_again(&mut self) -> io::Result<Live> {
        let mut live = self.maker.create(self.last)?;
        let written = self.awaiting.iter_mut().try_for_each(|waiting| live.write(&mut waiting.bytes));
        if let Err(error) = written.and_then(|()| live.file.sync(Lane::First)) {
            self.maker.discard(&live.path);
            return Err(error);
        }
        live.synced = live.written;
        Ok(live)
    }
}
