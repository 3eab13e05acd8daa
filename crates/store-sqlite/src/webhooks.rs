//! Addresses that want to be told of what happens.

use crate::SqliteStore;
use crate::column::{broken, bytes, document, time, to_document, uuid};
use async_trait::async_trait;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use trackway_domain::webhook::{Webhook, WebhookId, WebhookSecret};
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
            transaction.execute(insert, row).map(|_| ()).map_err(broken)
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
            edit(&mut webhook.settings);
            webhook.updated_at = at;
            let row = (to_document(&webhook.settings)?, at.as_millisecond(), bytes(&id.0));
            transaction.execute("UPDATE webhooks SET settings = ?, updated_at = ? WHERE id = ?", row).map_err(broken)?;
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

fn find(connection: &Connection, workspace: WorkspaceId, id: WebhookId) -> rusqlite::Result<Option<Webhook>> {
    let select = "SELECT * FROM webhooks WHERE id = ? AND workspace = ?";
    connection.prepare_cached(select)?.query_row((bytes(&id.0), bytes(&workspace.0)), webhook).optional()
}

fn webhook(row: &Row<'_>) -> rusqlite::Result<Webhook> {
    Ok(Webhook {
        id: WebhookId(uuid(row, "id")?),
        workspace: WorkspaceId(uuid(row, "workspace")?),
        secret: WebhookSecret::stored(row.get("secret")?),
        settings: document(row, "settings")?,
        created_at: time(row, "created_at")?,
        updated_at: time(row, "updated_at")?,
    })
}
