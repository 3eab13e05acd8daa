//! Making a webhook.

use crate::random::bytes;
use crate::{Actor, App, Error, ids};
use trackway_domain::webhook::{Webhook, WebhookId, WebhookSecret, WebhookSettings};

/// Makes a webhook with a secret of its own, which is shown to nobody later.
///
/// # Errors
/// The store's trouble.
pub async fn create(app: &App, actor: &Actor, settings: WebhookSettings) -> Result<Webhook, Error> {
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
    app.store.webhooks().create(&webhook).await?;
    Ok(webhook)
}
