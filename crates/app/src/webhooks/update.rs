//! Changing a webhook.

use crate::error::Thing;
use crate::{Actor, App, Error, audit, webhooks};
use serde_json::json;
use trackway_domain::audit::Action;
use trackway_domain::webhook::{Webhook, WebhookId, WebhookSettings};

/// Changes a webhook's settings in place; its secret stays.
///
/// # Errors
/// [`Error::NotFound`], [`Error::OutOfReach`] for another address, or the store's trouble.
pub async fn update(
    app: &App,
    actor: &Actor,
    id: WebhookId,
    edit: impl Fn(&mut WebhookSettings) + Send + 'static,
) -> Result<Webhook, Error> {
    let before = webhooks::find::find(app, actor, id).await?.settings;
    let mut after = before.clone();
    edit(&mut after);
    if after.url != before.url {
        app.reach.check(&after.url)?;
    }
    let store = audit::noting(app, actor.workspace, actor.doer(), Action::WebhookChanged, &id, json!({}));
    let changed = store.webhooks().update(actor.workspace, id, app.clock.now(), Box::new(edit)).await?;
    changed.ok_or(Error::NotFound(Thing::Webhook))
}
