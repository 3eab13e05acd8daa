//! What the journal's tests share: a directory of their own, an executor of a few lines, and reading everything back.
#![allow(dead_code, reason = "each test file uses another part")]

use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;

use trackway_journal::faults::FaultyDisk;
use trackway_journal::{Commit, Damage, DamageReason, Journal, Options, Reader, SegmentId, Tail, Unrecorded};

/// A directory that goes away with the test.
pub(crate) struct Directory(PathBuf);

impl Directory {
    pub(crate) fn new() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = format!("trackway-journal-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("a temporary directory");
        Self(path)
    }

    /// What a crash at this moment would leave behind.
    pub(crate) fn copy(&self) -> Self {
        let copy = Self::new();
        for segment in self.segment_files() {
            std::fs::copy(&segment, copy.0.join(segment.file_name().expect("a name"))).expect("copied");
        }
        copy
    }

    pub(crate) fn segment_files(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(&self.0).expect("listed");
        let mut files: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
        files.retain(|path| path.extension().is_some_and(|extension| extension == "seg"));
        files.sort();
        files
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn random() -> [u8; 16] {
    let half = || RandomState::new().hash_one(0).to_le_bytes();
    [half(), half()].concat().try_into().expect("16 bytes")
}

/// Small segments, so that tests see several.
pub(crate) fn options(directory: &Directory) -> Options {
    Options { segment_bytes: 4_096, ..Options::new(directory.path(), random) }
}

pub(crate) fn open(directory: &Directory) -> Journal {
    Journal::open(options(directory)).expect("opened")
}

pub(crate) fn append(journal: &Journal, payload: &[u8]) -> Commit {
    journal.append(|buffer| buffer.extend_from_slice(payload))
}

/// Runs `meanwhile` while another thread's write of the record `busy` does not come to its end, so that records queue.
pub(crate) fn while_another_writes<T>(disk: &FaultyDisk, journal: &Journal, meanwhile: impl FnOnce() -> T) -> T {
    disk.set(|faults| faults.holds_writes = true);
    std::thread::scope(|scope| {
        let writing = scope.spawn(|| block_on(append(journal, b"busy")));
        while disk.held_writes() == 0 {
            std::thread::yield_now();
        }
        let outcome = meanwhile();
        disk.set(|faults| faults.holds_writes = false);
        assert_eq!(writing.join().expect("no panic"), Ok(()));
        outcome
    })
}

/// Appends one by one, each in a batch of its own.
pub(crate) fn record(journal: &Journal, payloads: &[Vec<u8>]) {
    for payload in payloads {
        block_on(append(journal, payload)).expect("recorded");
    }
}

/// Writes the payloads to a journal that is closed afterwards.
pub(crate) fn write(directory: &Directory, payloads: &[Vec<u8>]) {
    record(&open(directory), payloads);
}

pub(crate) fn numbered(numbers: std::ops::Range<u32>) -> Vec<Vec<u8>> {
    numbers.map(|number| format!("record {number}").into_bytes()).collect()
}

#[derive(Debug, Default, PartialEq)]
pub(crate) struct Everything {
    pub(crate) payloads: Vec<Vec<u8>>,
    pub(crate) damage: Vec<Damage>,
    pub(crate) finished: Vec<SegmentId>,
    /// (segment, from, to) of every chunk.
    pub(crate) steps: Vec<(SegmentId, u64, u64)>,
}

impl Everything {
    pub(crate) fn reasons(&self) -> Vec<DamageReason> {
        self.damage.iter().map(|damage| damage.reason).collect()
    }
}

pub(crate) fn drain(tail: &mut Tail, max_bytes: usize) -> Everything {
    let mut everything = Everything::default();
    while let Some(chunk) = tail.read(max_bytes).expect("read") {
        everything.payloads.extend(chunk.records().map(|record| record.payload.to_vec()));
        everything.damage.extend_from_slice(&chunk.damage);
        everything.steps.push((chunk.segment, chunk.from, chunk.to));
        everything.finished.extend(chunk.segment_finished().then_some(chunk.segment));
    }
    everything
}

/// What a reader finds in the directory as it is.
pub(crate) fn read(directory: &Directory) -> Everything {
    drain(&mut Reader::open(directory.path()).expect("opened").tail(|_| 0), 1 << 20)
}

/// What the journal's own tail finds after a restart.
pub(crate) fn restart(directory: &Directory) -> Everything {
    drain(&mut open(directory).tail(|_| 0), 1 << 20)
}

struct Woken {
    thread: Thread,
    woken: AtomicBool,
}

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.woken.store(true, Ordering::Release);
        self.thread.unpark();
    }
}

/// Drives all futures on this thread, as a runtime's worker would drive many connections.
pub(crate) fn drive<F: Future + Unpin>(futures: Vec<F>) -> Vec<F::Output> {
    let mut tasks: Vec<_> = futures.into_iter().map(Task::Running).collect();
    let thread = std::thread::current();
    let flags: Vec<_> = tasks.iter().map(|_| Arc::new(Woken { thread: thread.clone(), woken: true.into() })).collect();
    while tasks.iter().any(|task| matches!(task, Task::Running(_))) {
        let mut idle = true;
        for (task, flag) in tasks.iter_mut().zip(&flags) {
            if flag.woken.swap(false, Ordering::AcqRel) {
                idle = false;
                task.poll(&Waker::from(Arc::clone(flag)));
            }
        }
        if idle {
            std::thread::park();
        }
    }
    tasks.into_iter().filter_map(|task| if let Task::Done(output) = task { Some(output) } else { None }).collect()
}

enum Task<F: Future> {
    Running(F),
    Done(F::Output),
}

impl<F: Future + Unpin> Task<F> {
    fn poll(&mut self, waker: &Waker) {
        if let Self::Running(future) = self
            && let Poll::Ready(output) = Pin::new(future).poll(&mut Context::from_waker(waker))
        {
            *self = Self::Done(output);
        }
    }
}

pub(crate) fn block_on(commit: Commit) -> Result<(), Unrecorded> {
    drive(vec![commit]).remove(0)
}

/// Polls once, as a connection does that is then dropped.
pub(crate) fn poll_once(commit: &mut Commit) -> Poll<Result<(), Unrecorded>> {
    Pin::new(commit).poll(&mut Context::from_waker(Waker::noop()))
}
