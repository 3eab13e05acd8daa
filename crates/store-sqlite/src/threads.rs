//! The threads that own the connections: SQLite blocks, the callers must not.

use crate::SqliteStore;
use crate::changes;
use crate::column::broken;
use crate::parts::PartError;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::AtomicI64;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use tokio::sync::oneshot;
use trackway_store::StoreError;

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// Connections at work. Dropping it finishes what was asked for, then ends the threads.
pub(crate) struct Threads {
    write: Option<Sender<Job>>,
    read: Option<Sender<Job>>,
    /// For work on parts, which takes seconds.
    parts: Option<Sender<Job>>,
    /// Looks for other processes' commits; no one else's transactions disturb its view.
    pub(crate) watcher: Mutex<Connection>,
    /// The `data_version` up to which a wait has heard.
    pub(crate) heard: AtomicI64,
    handles: Vec<JoinHandle<()>>,
}

impl Threads {
    pub(crate) fn start(writer: Connection, readers: Vec<Connection>, parts: Connection, watcher: Connection) -> Result<Self, StoreError> {
        let (write, writes) = channel();
        let (read, reads) = channel();
        let (writes, reads) = (Arc::new(Mutex::new(writes)), Arc::new(Mutex::new(reads)));
        let (part_jobs, part_work) = channel();
        let mut handles = vec![work("store-write".to_owned(), writer, writes)?];
        for (index, reader) in readers.into_iter().enumerate() {
            handles.push(work(format!("store-read-{index}"), reader, Arc::clone(&reads))?);
        }
        handles.push(work("store-parts".to_owned(), parts, Arc::new(Mutex::new(part_work)))?);
        let heard = AtomicI64::new(changes::data_version(&watcher)?);
        Ok(Self { write: Some(write), read: Some(read), parts: Some(part_jobs), watcher: Mutex::new(watcher), heard, handles })
    }
}

fn work(name: String, mut connection: Connection, jobs: Arc<Mutex<Receiver<Job>>>) -> Result<JoinHandle<()>, StoreError> {
    let next = move || jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
    let run = move || {
        while let Ok(job) = next() {
            // An edit that panics is its caller's trouble alone: its transaction is undone, and the thread goes on to the next job.
            let _ = catch_unwind(AssertUnwindSafe(|| job(&mut connection)));
        }
    };
    std::thread::Builder::new().name(name).spawn(run).map_err(|error| StoreError::Unavailable(error.to_string()))
}

impl Drop for Threads {
    fn drop(&mut self) {
        (self.write, self.read, self.parts) = (None, None, None);
        for handle in self.handles.drain(..) {
            // A panic of the thread was reported when it happened.
            let _ = handle.join();
        }
    }
}

impl SqliteStore {
    /// Runs a question on one of the readers. All that it reads is of one moment.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let job = move |connection: &mut Connection| question(&*connection.transaction()?);
        ask(self.threads.read.as_ref(), move |connection| job(connection).map_err(broken)).await
    }

    /// Runs work on parts, on a thread of its own. Each of its reads is of a moment of its own.
    pub(crate) async fn at_parts<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, PartError> + Send + 'static,
    ) -> Result<T, StoreError> {
        ask(self.threads.parts.as_ref(), move |connection| work(connection).map_err(StoreError::from)).await
    }

    /// Runs a transaction on the writer. It is committed where the answer is `Ok`, and undone otherwise.
    pub(crate) async fn write<T: Send + 'static, E: From<StoreError> + Send + 'static>(
        &self,
        change: impl FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let note = self.note.clone();
        let job = move |connection: &mut Connection| {
            let failed = |error| E::from(broken(error));
            let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
            let before = transaction.total_changes();
            let answer = change(&transaction)?;
            // What changes nothing, such as revoking a key that is not there, is not noted.
            let note = note.filter(|_| transaction.total_changes() > before);
            note.as_ref().map_or(Ok(()), |note| note.write(&transaction)).map_err(failed)?;
            transaction.commit().map_err(failed)?;
            note.inspect(|note| note.settle());
            Ok(answer)
        };
        ask(self.threads.write.as_ref(), job).await
    }
}

async fn ask<T: Send + 'static, E: From<StoreError> + Send + 'static>(
    jobs: Option<&Sender<Job>>,
    job: impl FnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
) -> Result<T, E> {
    let gone = || E::from(StoreError::Unavailable("the store is closed".to_owned()));
    let (answer, answered) = oneshot::channel();
    // A caller that went away does not want the answer any more; what it asked for is done all the same.
    let job: Job = Box::new(move |connection| drop(answer.send(job(connection))));
    jobs.ok_or_else(gone)?.send(job).map_err(|_| gone())?;
    answered.await.map_err(|_| E::from(StoreError::Broken("the call panicked".to_owned())))?
}
