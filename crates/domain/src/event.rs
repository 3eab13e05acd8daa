//! Names of what happened and of its way to a webhook. What happened, as stores keep it, is told with the ports.

use crate::webhook::WebhookId;
use crate::workspace::{WorkspaceId, uuid_ids};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use uuid::{Builder, Uuid};

uuid_ids! {
    /// Names something that happened; whoever is told twice knows it again by this.
    EventId,
    /// Names an event on its way to one webhook.
    DeliveryId,
}

impl EventId {
    /// The name of the event of that number in a store's outbox. It follows from what it names, so that a store needs no randomness; it is
    /// in the order of time, as a uuid v7 is.
    #[must_use]
    pub fn of(workspace: WorkspaceId, number: u64, at: Timestamp) -> Self {
        Self(derived(at, [workspace.0.as_bytes().as_slice(), &number.to_be_bytes()]))
    }
}

impl DeliveryId {
    /// The name of an event's way to a webhook: there is one such way.
    #[must_use]
    pub fn of(event: EventId, webhook: WebhookId, at: Timestamp) -> Self {
        Self(derived(at, [event.0.as_bytes().as_slice(), webhook.0.as_bytes()]))
    }
}

fn derived(at: Timestamp, parts: [&[u8]; 2]) -> Uuid {
    let digest = parts.into_iter().fold(Sha256::new(), sha2::Digest::chain_update).finalize();
    let mut random = [0; 10];
    random.copy_from_slice(&digest[..10]);
    Builder::from_unix_timestamp_millis(u64::try_from(at.as_millisecond()).unwrap_or(0), &random).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_distinct_and_in_the_order_of_time() {
        let (workspace, at) = (WorkspaceId(Uuid::from_u128(1)), |second| Timestamp::from_second(second).expect("a time"));
        let first = EventId::of(workspace, 1, at(1));
        assert_eq!(first, EventId::of(workspace, 1, at(1)));
        assert_ne!(first, EventId::of(workspace, 2, at(1)));
        assert_ne!(first, EventId::of(WorkspaceId(Uuid::from_u128(2)), 1, at(1)));
        assert!(first < EventId::of(workspace, 1, at(2)));
        let [one, two] = [1, 2].map(|webhook| DeliveryId::of(first, WebhookId(Uuid::from_u128(webhook)), at(1)));
        assert_ne!(one, two);
        assert_eq!(one.0.get_version_num(), 7);
    }
}
