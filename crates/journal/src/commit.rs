//! Who writes a batch: the first commit that is polled leads, the others follow.
//!
//! The leader yields once before it writes, so that tasks which are ready on the same thread can still join its batch. A commit that is
//! dropped while it leads writes at once, so nobody hangs; a batch that nobody leads is written by the sync thread at its next beat.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use crate::Unrecorded;
use crate::batch::{Batch, Outcome};

/// Resolves when the record is recorded, as safely as [`Durability`](crate::Durability) says, or is known not to be.
///
/// Dropping it does not drop the record.
#[must_use = "only the commit tells whether the record was recorded"]
pub struct Commit(State);

enum State {
    Answered(Outcome),
    Waiting { batch: Arc<Batch>, role: Role },
}

enum Role {
    Undecided,
    Leader,
    Follower { seat: Option<usize> },
}

impl Future for Commit {
    type Output = Result<(), Unrecorded>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.0 {
            State::Answered(outcome) => Poll::Ready(*outcome),
            State::Waiting { batch, role } => role.advance(batch, context.waker()),
        }
    }
}

impl Role {
    fn advance(&mut self, batch: &Arc<Batch>, waker: &Waker) -> Poll<Outcome> {
        if let Some(outcome) = batch.outcome() {
            return Poll::Ready(outcome);
        }
        match self {
            Self::Undecided if batch.claim() => {
                *self = Self::Leader;
                waker.wake_by_ref();
                return Poll::Pending;
            }
            Self::Undecided => *self = Self::Follower { seat: None },
            Self::Leader => {
                *self = Self::Follower { seat: None };
                batch.appends.lead(batch);
            }
            Self::Follower { .. } => {}
        }
        let Self::Follower { seat } = self else { return Poll::Pending };
        batch.follow(seat, waker)
    }
}

impl Commit {
    pub(crate) fn waiting(batch: Arc<Batch>) -> Self {
        Self(State::Waiting { batch, role: Role::Undecided })
    }

    pub(crate) fn answered(outcome: Outcome) -> Self {
        Self(State::Answered(outcome))
    }
}

impl Drop for Commit {
    fn drop(&mut self) {
        if let State::Waiting { batch, role: Role::Leader } = &self.0
            && batch.outcome().is_none()
        {
            batch.appends.lead(batch);
        }
    }
}
