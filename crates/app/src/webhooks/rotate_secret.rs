//! Giving a webhook another secret.

use crate::error::Thing;
use crate::random::bytes;
use crate::{App, Error, audit};
use jiff::SignedDuration;
use serde_json::json;
use trackway_domain::audit::{Action, Doer};
use trackway_domain::webhook::{Webhook, WebhookId, WebhookSecret};
use trackway_domain::workspace::WorkspaceId;

/// Makes a new secret, which is shown to nobody later. The present one goes on signing beside it for `overlap`, so that whoever verifies can
/// change over without refusing anything.
///
/// # Errors
/// [`Error::NotFound`], or the store's trouble.
pub async fn rotate_secret(
    app: &App,
    workspace: WorkspaceId,
    doer: Doer,
    id: WebhookId,
    overlap: SignedDuration,
) -> Result<Webhook, Error> {
    let now = app.clock.now();
    let secret = WebhookSecret::new(bytes(&*app.random));
    let details = json!({"overlapHours": overlap.as_hours()});
    let store = audit::noting(app, workspace, doer, Action::WebhookSecretRotated, &id, details);
    let rotated = store.webhooks().rotate(workspace, id, secret, now.checked_add(overlap).unwrap_or(now)).await?;
    rotated.ok_or(Error::NotFound(Thing::Webhook))
}
