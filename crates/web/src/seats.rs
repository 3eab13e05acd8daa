//! Who sits at the table: every connection, what it is doing, and since when. One task looks at all of them once a second and sends
//! away those that take too long; nothing is timed per request.
//!
//! Time is counted in ticks of a second, so a limit is kept to a second or two.

use crate::heads::Heads;
use std::collections::HashMap;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::task::AbortHandle;

/// All connections of a listener.
pub struct Seats {
    tick: Arc<AtomicU32>,
    patience: u32,
    idle: u32,
    is_goodbye: AtomicBool,
    next: AtomicU64,
    taken: Mutex<HashMap<u64, Arc<Seat>>>,
    me: Weak<Seats>,
}

/// One connection.
pub struct Seat {
    number: u64,
    seats: Weak<Seats>,
    /// The table's. It is read several times a request and written once a second, so no reader takes it away from another's processor.
    tick: Arc<AtomicU32>,
    /// Requests that are being answered.
    answering: AtomicU32,
    /// Since when nothing is being answered.
    idle_since: AtomicU32,
    /// Since when a request's head is coming in, plus one; 0 while none is. A new connection is at that from the start.
    head_since: AtomicU32,
    /// Since when the client reads nothing of what is written, plus one; 0 while it reads.
    stuck_since: AtomicU32,
    task: OnceLock<AbortHandle>,
    waker: Mutex<Option<Waker>>,
    is_goodbye: AtomicBool,
}

impl Seats {
    /// A table where nobody may dawdle for longer than `patience`, nor sit without asking for longer than `idle`.
    #[must_use]
    pub fn new(patience: Duration, idle: Duration) -> Arc<Self> {
        let [patience, idle] = [patience, idle].map(|limit| u32::try_from(limit.as_secs()).unwrap_or(u32::MAX).max(1));
        Arc::new_cyclic(|me| Self {
            tick: Arc::default(),
            patience,
            idle,
            is_goodbye: AtomicBool::new(false),
            next: AtomicU64::new(0),
            taken: Mutex::default(),
            me: me.clone(),
        })
    }

    /// A seat for a new connection.
    pub(crate) fn take(&self) -> Arc<Seat> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let seat = Arc::new(Seat {
            number,
            seats: self.me.clone(),
            tick: Arc::clone(&self.tick),
            answering: AtomicU32::new(0),
            idle_since: AtomicU32::new(self.now()),
            head_since: AtomicU32::new(self.now() + 1),
            stuck_since: AtomicU32::new(0),
            task: OnceLock::new(),
            waker: Mutex::default(),
            is_goodbye: AtomicBool::new(self.is_goodbye.load(Ordering::Acquire)),
        });
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).insert(number, Arc::clone(&seat));
        seat
    }

    /// Looks at all seats once a second, for ever.
    pub(crate) async fn keep(self: Arc<Self>) {
        let mut seconds = tokio::time::interval(Duration::from_secs(1));
        loop {
            seconds.tick().await;
            let now = self.tick.fetch_add(1, Ordering::Relaxed) + 1;
            self.taken.lock().unwrap_or_else(PoisonError::into_inner).retain(|_, seat| !seat.sent_away(now, &self));
        }
    }

    /// Asks every connection to finish what it is answering and to leave.
    pub(crate) fn say_goodbye(&self) {
        self.is_goodbye.store(true, Ordering::Release);
        for seat in self.taken.lock().unwrap_or_else(PoisonError::into_inner).values() {
            seat.is_goodbye.store(true, Ordering::Release);
            if let Some(waker) = seat.waker.lock().unwrap_or_else(PoisonError::into_inner).take() {
                waker.wake();
            }
        }
    }

    fn now(&self) -> u32 {
        self.tick.load(Ordering::Relaxed)
    }
}

/// A request that is being answered. While there is one its connection is not idle, however long the answer takes.
pub struct Answering(Arc<Seat>);

impl Drop for Answering {
    fn drop(&mut self) {
        self.0.idle_since.store(self.0.now(), Ordering::Relaxed);
        self.0.answering.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Seat {
    /// A request's head has come in: until this is dropped, with the last of its answer, it is being answered.
    #[must_use]
    pub fn answering(self: &Arc<Self>) -> Answering {
        self.answering.fetch_add(1, Ordering::Relaxed);
        self.head_since.store(0, Ordering::Relaxed);
        Answering(Arc::clone(self))
    }

    /// Runs the connection, and tells it when it is time to finish.
    pub(crate) async fn attend<C: Future>(&self, mut connection: Pin<&mut C>, goodbye: impl Fn(Pin<&mut C>)) -> C::Output {
        let mut was_told = false;
        let mut is_known = false;
        poll_fn(|context| {
            if !is_known {
                *self.waker.lock().unwrap_or_else(PoisonError::into_inner) = Some(context.waker().clone());
                is_known = true;
            }
            if !was_told && self.is_goodbye.load(Ordering::Acquire) {
                goodbye(connection.as_mut());
                was_told = true;
            }
            connection.as_mut().poll(context)
        })
        .await
    }

    /// The task that serves the connection; ending it closes the connection.
    pub(crate) fn belongs_to(&self, task: AbortHandle) {
        // It is set once, by whoever spawned the task.
        let _ = self.task.set(task);
    }

    /// The connection is closed.
    pub(crate) fn leave(&self) {
        if let Some(seats) = self.seats.upgrade() {
            seats.taken.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.number);
        }
    }

    fn sent_away(&self, now: u32, limits: &Seats) -> bool {
        let is_long = |since: &AtomicU32| {
            let since = since.load(Ordering::Relaxed);
            since > 0 && now.saturating_sub(since - 1) > limits.patience
        };
        let is_answering = self.answering.load(Ordering::Relaxed) > 0;
        let is_idle = !is_answering && now.saturating_sub(self.idle_since.load(Ordering::Relaxed)) > limits.idle;
        let is_slow = is_long(&self.stuck_since) || (!is_answering && is_long(&self.head_since));
        match self.task.get() {
            Some(task) if is_slow || is_idle => {
                task.abort();
                true
            }
            _ => false,
        }
    }

    fn now(&self) -> u32 {
        self.tick.load(Ordering::Relaxed)
    }
}

/// A connection's bytes, with a note when the client does not take them, and with line ends that are none spoilt.
pub(crate) struct SeatedStream<IO> {
    stream: IO,
    seat: Arc<Seat>,
    heads: Heads,
}

impl<IO> SeatedStream<IO> {
    pub(crate) fn new(stream: IO, seat: Arc<Seat>, heads: Heads) -> Self {
        Self { stream, seat, heads }
    }

    fn noted<T>(&self, written: Poll<T>) -> Poll<T> {
        let stuck_since = &self.seat.stuck_since;
        match (&written, stuck_since.load(Ordering::Relaxed)) {
            (Poll::Pending, 0) => stuck_since.store(self.seat.now() + 1, Ordering::Relaxed),
            (Poll::Ready(_), since) if since > 0 => stuck_since.store(0, Ordering::Relaxed),
            _ => {}
        }
        written
    }
}

impl<IO: AsyncRead + Unpin> AsyncRead for SeatedStream<IO> {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if let Some(instead) = self.heads.instead() {
            buffer.put_slice(&instead[..instead.len().min(buffer.remaining())]);
            return Poll::Ready(Ok(()));
        }
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        self.heads.look(&mut buffer.filled_mut()[before..]);
        let seat = &self.seat;
        if buffer.filled().len() > before && seat.answering.load(Ordering::Relaxed) == 0 && seat.head_since.load(Ordering::Relaxed) == 0 {
            seat.head_since.store(seat.now() + 1, Ordering::Relaxed);
        }
        read
    }
}

impl<IO: AsyncWrite + Unpin> AsyncWrite for SeatedStream<IO> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.noted(written)
    }

    fn poll_write_vectored(mut self: Pin<&mut Self>, context: &mut Context<'_>, slices: &[io::IoSlice<'_>]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.noted(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
