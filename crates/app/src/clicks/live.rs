//! Clicks as they come in, for whoever looks on: a view and not a record. Nobody waits for a listener; one that is too slow misses some.

use crate::random::{Random, bytes};
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::broadcast::{Receiver, Sender, channel};
use trackway_store::clicks::ClickRow;
use trackway_store::links::Within;
use uuid::Builder;

/// How many clicks a listener may be behind before it misses some.
const BEHIND: usize = 1_024;

/// How many may listen at once.
const LISTENERS: usize = 200;

/// How many tickets may be out.
const TICKETS: usize = 10_000;

/// Those who look on, and the tickets of those who are about to.
pub struct Live {
    sender: Sender<Arc<ClickRow>>,
    tickets: Mutex<HashMap<String, Ticket>>,
}

/// The right to listen, once.
struct Ticket {
    within: Within,
    ends_at: Timestamp,
}

/// Someone who looks on.
pub struct Listener(Receiver<Arc<ClickRow>>);

impl Default for Live {
    fn default() -> Self {
        Self { sender: channel(BEHIND).0, tickets: Mutex::default() }
    }
}

impl Live {
    /// How long a ticket is good for.
    pub const TICKET: SignedDuration = SignedDuration::from_secs(60);

    /// A ticket for what lies within, since browsers cannot send a key along when they open a socket; None where too many are out.
    pub fn ticket(&self, within: Within, random: &dyn Random, now: Timestamp) -> Option<(String, Timestamp)> {
        let ends_at = now.checked_add(Self::TICKET).ok()?;
        let token = Builder::from_random_bytes(bytes(random)).into_uuid().simple().to_string();
        let mut tickets = self.tickets.lock().unwrap_or_else(PoisonError::into_inner);
        tickets.retain(|_, ticket| now < ticket.ends_at);
        if tickets.len() >= TICKETS {
            return None;
        }
        tickets.insert(token.clone(), Ticket { within, ends_at });
        Some((token, ends_at))
    }

    /// What a ticket lets its holder see. It is good once.
    pub fn redeem(&self, token: &str, now: Timestamp) -> Option<Within> {
        let ticket = self.tickets.lock().unwrap_or_else(PoisonError::into_inner).remove(token)?;
        (now < ticket.ends_at).then_some(ticket.within)
    }

    /// Listens from now on; None where too many do.
    pub fn subscribe(&self) -> Option<Listener> {
        (self.sender.receiver_count() < LISTENERS).then(|| Listener(self.sender.subscribe()))
    }

    /// What is to be shown of a batch once it is stored: nothing where nobody looks.
    #[must_use]
    pub fn shown(&self, batch: &[ClickRow]) -> Vec<ClickRow> {
        // The newest are what fits, and what anybody wants to see.
        let skipped = batch.len().saturating_sub(BEHIND);
        if self.sender.receiver_count() == 0 { Vec::new() } else { batch[skipped..].to_vec() }
    }

    /// Shows clicks that are stored.
    pub fn publish(&self, shown: Vec<ClickRow>) {
        for click in shown {
            // The last listener may have gone meanwhile.
            let _ = self.sender.send(Arc::new(click));
        }
    }
}

impl Listener {
    /// The next click; None where there will be no more.
    pub async fn next(&mut self) -> Option<Arc<ClickRow>> {
        loop {
            match self.0.recv().await {
                Ok(click) => return Some(click),
                Err(RecvError::Lagged(missed)) => tracing::debug!(missed, "a listener is too slow"),
                Err(RecvError::Closed) => return None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use trackway_domain::workspace::WorkspaceId;
    use uuid::Uuid;

    struct Counting(Mutex<u8>);

    impl Random for Counting {
        fn fill(&self, buffer: &mut [u8]) {
            let mut count = self.0.lock().expect("no panic");
            *count += 1;
            buffer.fill(*count);
        }
    }

    #[test]
    fn a_ticket_is_good_once_and_not_for_long() {
        let (live, random, now) = (Live::default(), Counting(Mutex::new(0)), Timestamp::UNIX_EPOCH);
        let within = Within { workspace: WorkspaceId(Uuid::from_u128(1)), account: None };
        let (token, ends_at) = live.ticket(within, &random, now).expect("a ticket");
        assert_eq!(live.redeem("another", now), None);
        assert_eq!(live.redeem(&token, now), Some(within));
        assert_eq!(live.redeem(&token, now), None);
        let (late, _) = live.ticket(within, &random, now).expect("a ticket");
        assert_eq!(live.redeem(&late, ends_at), None);
    }
}
