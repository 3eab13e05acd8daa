//! Addresses that want to be told of what happens. What they want stands once more in `subscriptions`, where changes look.

use crate::SqliteStore;
use crate::column::{broken, bytes, document, parsed_option, time, time_option, to_document, uuid};
use async_trait::async_trait;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use trackway_domain::webhook::{Disabled, DisabledReason, RetiringSecret, Webhook, WebhookId, WebhookSecret};
use trackway_domain::workspace::WorkspaceId;
use trackway_store::StoreError;
use trackway_store::webhooks::{Edit, Webhooks};

#[async_trait]
impl Webhooks for SqliteStore {
    async fn create(&self, webhook: &Webhook) -> Result<(), StoreError> {
        let webhook = webhook.clone();
        self.write(move |transaction| {
            let row = params![
                bytes(&webhook.id.0),
                bytes(&webhook.workspace.0),
                webhook.secret.reveal(),
                to_document(&webhook.settings)?,
                webhook.created_at.as_millisecond(),
                webhook.updated_at.as_millisecond(),
            ];
            let insert = "INSERT INTO webhooks (id, workspace, secret, settings, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)";
            transaction.execute(insert, row).map_err(broken)?;
            replace(transaction, &webhook)
        })
        .await
    }

    async fn find(&self, workspace: WorkspaceId, id: WebhookId) -> Result<Option<Webhook>, StoreError> {
        self.read(move |connection| find(connection, workspace, id)).await
    }

    async fn list(&self, workspace: WorkspaceId) -> Result<Vec<Webhook>, StoreError> {
        let select = "SELECT * FROM webhooks WHERE workspace = ? ORDER BY created_at DESC, id DESC";
        self.read(move |connection| connection.prepare_cached(select)?.query_map([bytes(&workspace.0)], webhook)?.collect()).await
    }

    async fn update(&self, workspace: WorkspaceId, id: WebhookId, at: Timestamp, edit: Edit) -> Result<Option<Webhook>, StoreError> {
        self.write(move |transaction| {
            let Some(mut webhook) = find(transaction, workspace, id).map_err(broken)? else { return Ok(None) };
            let was_active = webhook.settings.is_active;
            edit(&mut webhook.settings);
            webhook.updated_at = at;
            if webhook.settings.is_active && !was_active {
                webhook.disabled = None;
                forgive(transaction, id).map_err(broken)?;
            }
            replace(transaction, &webhook)?;
            Ok(Some(webhook))
        })
        .await
    }

    async fn rotate(
        &self,
        workspace: WorkspaceId,
        id: WebhookId,
        secret: WebhookSecret,
        until: Timestamp,
    ) -> Result<Option<Webhook>, StoreError> {
        self.write(move |transaction| {
            let Some(mut webhook) = find(transaction, workspace, id).map_err(broken)? else { return Ok(None) };
            let before = std::mem::replace(&mut webhook.secret, secret);
            webhook.retiring = Some(RetiringSecret { secret: before, until });
            replace(transaction, &webhook)?;
            Ok(Some(webhook))
        })
        .await
    }

    async fn delete(&self, workspace: WorkspaceId, id: WebhookId) -> Result<bool, StoreError> {
        let delete = "DELETE FROM webhooks WHERE id = ? AND workspace = ?";
        self.write(move |transaction| {
            transaction.execute(delete, (bytes(&id.0), bytes(&workspace.0))).map(|deleted| deleted > 0).map_err(broken)
        })
        .await
    }
}

/// Writes all that can change of a webhook, and what it wants to be told of.
pub(crate) fn replace(connection: &Connection, webhook: &Webhook) -> Result<(), StoreError> {
    let Webhook { id, secret, retiring, settings, disabled, updated_at, .. } = webhook;
    let row = params![
        secret.reveal(),
        retiring.as_ref().map(|retiring| retiring.secret.reveal()),
        retiring.as_ref().map(|retiring| retiring.until.as_millisecond()),
        to_document(settings)?,
        settings.is_active,
        disabled.map(|disabled| disabled.at.as_millisecond()),
        disabled.map(|disabled| disabled.reason.as_str()),
        updated_at.as_millisecond(),
        bytes(&id.0),
    ];
    let update = "UPDATE webhooks SET secret = ?, retiring_secret = ?, retiring_until = ?, settings = ?, is_active = ?, disabled_at = ?,
        disabled_reason = ?, updated_at = ? WHERE id = ?";
    connection.execute(update, row).map_err(broken)?;
    subscribe(connection, webhook).map_err(broken)
}

fn subscribe(connection: &Connection, webhook: &Webhook) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM subscriptions WHERE webhook = ?", [bytes(&webhook.id.0)])?;
    let wanted = webhook.settings.events.iter().filter(|_| webhook.settings.is_active);
    for event in wanted {
        let row = (event.as_str(), bytes(&webhook.workspace.0), bytes(&webhook.id.0), webhook.settings.clicks_at_once);
        connection.execute("INSERT OR IGNORE INTO subscriptions (event, workspace, webhook, clicks_at_once) VALUES (?, ?, ?, ?)", row)?;
    }
    Ok(())
}

/// Forgets what went wrong before.
fn forgive(connection: &Connection, id: WebhookId) -> rusqlite::Result<()> {
    let update = "UPDATE webhooks SET failures = 0, failing_since = NULL, paused_until = NULL WHERE id = ?";
    connection.execute(update, [bytes(&id.0)]).map(|_| ())
}

pub(crate) fn find(connection: &Connection, workspace: WorkspaceId, id: WebhookId) -> rusqlite::Result<Option<Webhook>> {
    let select = "SELECT * FROM webhooks WHERE id = ? AND workspace = ?";
    connection.prepare_cached(select)?.query_row((bytes(&id.0), bytes(&workspace.0)), webhook).optional()
}

pub(crate) fn webhook(row: &Row<'_>) -> rusqlite::Result<Webhook> {
    let retiring = row.get::<_, Option<String>>("retiring_secret")?.zip(time_option(row, "retiring_until")?);
    let disabled =
        parsed_option(row, "disabled_reason", |text: String| DisabledReason::parse(&text))?.zip(time_option(row, "disabled_at")?);
    Ok(Webhook {
        id: WebhookId(uuid(row, "id")?),
        workspace: WorkspaceId(uuid(row, "workspace")?),
        secret: WebhookSecret::stored(row.get("secret")?),
        retiring: retiring.map(|(text, until)| RetiringSecret { secret: WebhookSecret::stored(text), until }),
        settings: document(row, "settings")?,
        disabled: disabled.map(|(reason, at)| Disabled { reason, at }),
        created_at: time(row, "created_at")?,
        updated_at: time(row, "updated_at")?,
    })
}
