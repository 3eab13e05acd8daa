//! Making a webhook.

use crate::random::bytes;
use crate::{Actor, App, Error, audit, ids};
use serde_json::json;
use trackway_domain::audit::Action;
use trackway_domain::webhook::{Webhook, WebhookId, WebhookSecret, WebhookSettings};

/// Makes a webhook with a secret of its own, which is shown to nobody later.
///
/// # Errors
/// [`Error::OutOfReach`] for its address, or the store's trouble.
pub async fn create(app: &App, actor: &Actor, settings: WebhookSettings) -> Result<Webhook, Error> {
    app.reach.check(&settings.url)?;
    let now = app.clock.now();
    let webhook = Webhook {
        id: WebhookId(ids::uuid(&*app.clock, &*app.random)),
        workspace: actor.workspace,
        secret: WebhookSecret::new(bytes(&*app.random)),
        retiring: None,
        settings,
        disabled: None,
        created_at: now,
        updated_at: now,
    };
    let details = json!({"name": webhook.settings.name.as_str(), "url": webhook.settings.url.as_str()});
    let store = audit::noting(app, actor.workspace, actor.doer(), Action::WebhookCreated, &webhook.id, details);
    store.webhooks().create(&webhook).await?;
    Ok(webhook)
}
