//! Deleting a webhook.

use crate::error::Thing;
use crate::{Actor, App, Error};
use trackway_domain::webhook::WebhookId;

/// Deletes a webhook; it is told nothing more.
///
/// # Errors
/// [`Error::NotFound`], or the store's trouble.
pub async fn delete(app: &App, actor: &Actor, id: WebhookId) -> Result<(), Error> {
    if app.store.webhooks().delete(actor.workspace, id).await? { Ok(()) } else { Err(Error::NotFound(Thing::Webhook)) }
}
