//! Telling a webhook once more.

use crate::error::Thing;
use crate::{Actor, App, Error};
use trackway_domain::event::DeliveryId;
use trackway_domain::webhook::WebhookId;
use trackway_store::outbox::Delivery;

/// Sends a delivery again, whatever became of it: the same event under the same id, with all its tries before it.
///
/// # Errors
/// [`Error::NotFound`] for the webhook or the delivery, or the store's trouble.
pub async fn replay(app: &App, actor: &Actor, webhook: WebhookId, id: DeliveryId) -> Result<Delivery, Error> {
    let outbox = app.store.outbox();
    match outbox.replay(actor.workspace, webhook, id, app.clock.now()).await? {
        Some(delivery) => Ok(delivery),
        None if app.store.webhooks().find(actor.workspace, webhook).await?.is_none() => Err(Error::NotFound(Thing::Webhook)),
        None => Err(Error::NotFound(Thing::Delivery)),
    }
}
