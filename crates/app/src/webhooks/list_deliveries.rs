//! What a webhook was told, and what it is still to be told.

use crate::error::Thing;
use crate::{Actor, App, Error};
use trackway_domain::event::DeliveryId;
use trackway_domain::webhook::WebhookId;
use trackway_store::outbox::Delivery;
use trackway_store::page::Page;

/// A portion of a webhook's deliveries, the last event first, behind one of them.
///
/// # Errors
/// [`Error::NotFound`], or the store's trouble.
pub async fn list_deliveries(
    app: &App,
    actor: &Actor,
    id: WebhookId,
    behind: Option<DeliveryId>,
    limit: u32,
) -> Result<Page<Delivery>, Error> {
    app.store.outbox().list(actor.workspace, id, behind, limit).await?.ok_or(Error::NotFound(Thing::Webhook))
}
