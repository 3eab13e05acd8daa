//! The append-only journal: records of bytes, group commit, tail, damage report.
//!
//! [`Journal::append`] queues a record and answers a [`Commit`]; whoever polls first writes everything that was queued meanwhile with
//! one `write`, so a record costs well under a microsecond when many come at once. [`Journal::tail`] hands the recorded bytes to one
//! consumer, segment by segment, with the offsets it needs to commit its progress in its own store. [`Reader`] does the same for a
//! directory at rest. Whatever cannot be read is named in a [`Damage`] and skipped; nothing is silent.
//!
//! The journal knows bytes, not clicks; it keeps no checkpoint of its own, has no async runtime, and asks nobody for time or randomness.
//!
//! A record's way: `append` (at once, or queue) → `commit` (who leads) → `write` (which segment, where) → `sync` (when it is safe) → `ledger`
//! (what the tail may see) → `scan` (reading it back).

mod append;
mod batch;
mod chunk;
mod commit;
mod copy;
mod create;
mod damage;
mod directory;
mod disk;
mod error;
#[doc(hidden)]
pub mod faults;
mod header;
mod journal;
mod ledger;
mod options;
mod pulse;
mod queue;
mod reader;
mod record;
mod recover;
mod rescue;
mod scan;
mod search;
mod segment;
mod stable;
mod sync;
mod tail;
mod write;

pub use chunk::{Chunk, Record};
pub use commit::Commit;
pub use copy::Holding;
pub use damage::{Damage, DamageReason};
#[doc(hidden)]
pub use disk::{Disk, OsDisk, SegmentFile};
pub use error::{Error, Unrecorded};
pub use journal::Journal;
pub use options::{Durability, Options};
pub use reader::Reader;
pub use record::MAX_PAYLOAD_BYTES;
pub use segment::{Position, Segment, SegmentId};
pub use tail::Tail;

/// Locks without caring whether another holder panicked: every room leaves its data whole before it calls anything that can panic.
fn lock<T>(mutex: &std::sync::Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
