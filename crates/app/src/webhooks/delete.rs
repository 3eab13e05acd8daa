//! Deleting a webhook.

use crate::error::Thing;
use crate::{Actor, App, Error, audit};
use serde_json::json;
use trackway_domain::audit::Action;
use trackway_domain::webhook::WebhookId;

/// Deletes a webhook; it is told nothing more.
///
/// # Errors
/// [`Error::NotFound`], or the store's trouble.
pub async fn delete(app: &App, actor: &Actor, id: WebhookId) -> Result<(), Error> {
    let store = audit::noting(app, actor.workspace, actor.doer(), Action::WebhookDeleted, &id, json!({}));
    if store.webhooks().delete(actor.workspace, id).await? { Ok(()) } else { Err(Error::NotFound(Thing::Webhook)) }
}
