//! Events on their way to webhooks, and what became of them.
//!
//! A change keeps its event in its own transaction, with a delivery for each webhook that wants to be told. Who delivers asks what is
//! due, tries, and records how that went; whoever is killed in between tries again, so that each webhook is told at least once. One
//! process at a time delivers: what it has taken is remembered by it and by nobody else.

use crate::error::StoreError;
use crate::events::Event;
use crate::page::Page;
use async_trait::async_trait;
use jiff::Timestamp;
use trackway_domain::event::{DeliveryId, EventId};
use trackway_domain::webhook::{DisabledReason, Webhook, WebhookId};
use trackway_domain::workspace::WorkspaceId;

/// An event's way to one webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Its id.
    pub id: DeliveryId,
    /// The webhook.
    pub webhook: WebhookId,
    /// The event.
    pub event: EventId,
    /// The event's name on the wire.
    pub name: String,
    /// When the event happened.
    pub happened_at: Timestamp,
    /// How far it is.
    pub state: DeliveryState,
    /// When it is tried next; None where it is not.
    pub due_at: Option<Timestamp>,
    /// Tries so far, since it was last asked for.
    pub tries: u32,
    /// The last tries, at most [`Delivery::ATTEMPTS_KEPT`], the first one first.
    pub attempts: Vec<Attempt>,
}

impl Delivery {
    /// How many tries are remembered.
    pub const ATTEMPTS_KEPT: u32 = 20;
}

/// How far a delivery is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryState {
    /// It is still to be tried.
    Waiting,
    /// The webhook has taken it.
    Delivered,
    /// It has been tried often enough.
    GivenUp,
}

impl DeliveryState {
    /// Its name in stores and answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::GivenUp => "given_up",
        }
    }

    /// Reads a name of [`DeliveryState::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Waiting, Self::Delivered, Self::GivenUp].into_iter().find(|state| state.as_str() == text)
    }
}

/// One try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// When it began.
    pub at: Timestamp,
    /// How long it took, in milliseconds.
    pub took_milliseconds: u32,
    /// The status of the answer, where there was one.
    pub status: Option<u16>,
    /// What was wrong; None where the webhook has taken it.
    pub error: Option<String>,
    /// The beginning of the answer's body.
    pub answer: Option<String>,
}

/// How a try went, and what follows from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The webhook.
    pub webhook: WebhookId,
    /// The delivery.
    pub delivery: DeliveryId,
    /// The try.
    pub attempt: Attempt,
    /// When the delivery is tried again, if it failed and may be.
    pub again_at: Option<Timestamp>,
    /// Until when nothing else is tried there.
    pub pause_until: Option<Timestamp>,
    /// Switches the webhook off.
    pub disable: Option<DisabledReason>,
}

/// How a webhook has been doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// Tries that have failed since the last one that did not.
    pub failures: u32,
    /// When the first of them began.
    pub failing_since: Option<Timestamp>,
}

/// What a webhook is to be told now.
#[derive(Clone, Debug, PartialEq)]
pub struct Errand {
    /// The webhook.
    pub webhook: Webhook,
    /// How it has been doing.
    pub health: Health,
    /// What is due, the longest waiting first; None for an event that cannot be read any more.
    pub due: Vec<(Delivery, Option<Event>)>,
}

/// What waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Deliveries that are to be tried, webhooks that are switched off aside.
    pub waiting: u64,
    /// When the one was due that should have been tried first.
    pub due_since: Option<Timestamp>,
}

/// Events on their way.
#[async_trait]
pub trait Outbox: Send + Sync {
    /// Webhooks that are to be told something at an instant, with how they have been doing: those that are switched on and not paused, and
    /// those for which somebody has asked in person.
    async fn due(&self, now: Timestamp) -> Result<Vec<(WebhookId, Health)>, StoreError>;
    /// What one of them is to be told, at most `limit` deliveries. None where there is no such webhook.
    async fn errand(&self, webhook: WebhookId, now: Timestamp, limit: u32) -> Result<Option<Errand>, StoreError>;
    /// Records how tries went, in their order, in one transaction: attempts, what is due next, the health of webhooks, and which of them are
    /// switched off, with the event that says so.
    async fn record(&self, outcomes: Vec<Outcome>) -> Result<(), StoreError>;
    /// A webhook's deliveries behind one of them, the last event first. None where the workspace has no such webhook.
    async fn list(
        &self,
        workspace: WorkspaceId,
        webhook: WebhookId,
        behind: Option<DeliveryId>,
        limit: u32,
    ) -> Result<Option<Page<Delivery>>, StoreError>;
    /// An event that says nothing, for one webhook, on or off. None where the workspace has no such webhook.
    async fn test(&self, workspace: WorkspaceId, webhook: WebhookId, at: Timestamp) -> Result<Option<Delivery>, StoreError>;
    /// Makes a delivery due once more, whatever has become of it and whether the webhook is on or off. None where the workspace has no such delivery.
    async fn replay(
        &self,
        workspace: WorkspaceId,
        webhook: WebhookId,
        delivery: DeliveryId,
        at: Timestamp,
    ) -> Result<Option<Delivery>, StoreError>;
    /// Forgets up to `limit` events from before an instant, and their deliveries, whatever has become of them. Gives how many events were
    /// forgotten; fewer than `limit` means that none is left.
    async fn forget(&self, before: Timestamp, limit: u32) -> Result<u32, StoreError>;
    /// Gives up deliveries that wait beyond the newest `most` of each webhook, the oldest first, at most `limit` in all; what somebody has asked
    /// for in person stays. Gives how many were given up.
    async fn shed(&self, most: u32, limit: u32) -> Result<u32, StoreError>;
    /// What waits at an instant.
    async fn backlog(&self, now: Timestamp) -> Result<Backlog, StoreError>;
}
