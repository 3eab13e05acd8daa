//! Trying a webhook out.

use crate::error::Thing;
use crate::{Actor, App, Error};
use trackway_domain::webhook::WebhookId;
use trackway_store::outbox::Delivery;

/// Sends a webhook, on or off, an event that says nothing. What became of it shows in its deliveries.
///
/// # Errors
/// [`Error::NotFound`], or the store's trouble.
pub async fn test(app: &App, actor: &Actor, id: WebhookId) -> Result<Delivery, Error> {
    let delivery = app.store.outbox().test(actor.workspace, id, app.clock.now()).await?;
    delivery.ok_or(Error::NotFound(Thing::Webhook))
}
