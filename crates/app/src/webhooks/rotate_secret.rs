//! Giving a webhook another secret.

use crate::error::Thing;
use crate::random::bytes;
use crate::{Actor, App, Error};
use jiff::SignedDuration;
use trackway_domain::webhook::{Webhook, WebhookId, WebhookSecret};

/// Makes a new secret, which is shown to nobody later. The present one goes on signing beside it for `overlap`, so that whoever verifies can
/// change over without refusing anything.
///
/// # Errors
/// [`Error::NotFound`], or the store's trouble.
pub async fn rotate_secret(app: &App, actor: &Actor, id: WebhookId, overlap: SignedDuration) -> Result<Webhook, Error> {
    let now = app.clock.now();
    let secret = WebhookSecret::new(bytes(&*app.random));
    let rotated = app.store.webhooks().rotate(actor.workspace, id, secret, now.checked_add(overlap).unwrap_or(now)).await?;
    rotated.ok_or(Error::NotFound(Thing::Webhook))
}
