//! Finding webhooks.

use crate::error::Thing;
use crate::{Actor, App, Error};
use trackway_domain::webhook::{Webhook, WebhookId};

/// The workspace's webhooks, newest first.
///
/// # Errors
/// The store's trouble.
pub async fn list(app: &App, actor: &Actor) -> Result<Vec<Webhook>, Error> {
    Ok(app.store.webhooks().list(actor.workspace).await?)
}

/// One of the workspace's webhooks.
///
/// # Errors
/// [`Error::NotFound`], or the store's trouble.
pub async fn find(app: &App, actor: &Actor, id: WebhookId) -> Result<Webhook, Error> {
    app.store.webhooks().find(actor.workspace, id).await?.ok_or(Error::NotFound(Thing::Webhook))
}
