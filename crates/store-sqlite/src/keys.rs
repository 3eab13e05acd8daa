//! API keys.

use crate::SqliteStore;
use crate::column::{broken, bytes, parsed, time, time_option, uuid};
use async_trait::async_trait;
use jiff::Timestamp;
use rusqlite::{OptionalExtension as _, Row, params};
use trackway_domain::key::{ApiKey, KeyId, KeyScopes};
use trackway_domain::text::Name;
use trackway_domain::workspace::{UserId, WorkspaceId};
use trackway_store::StoreError;
use trackway_store::keys::Keys;

#[async_trait]
impl Keys for SqliteStore {
    async fn create(&self, key: &ApiKey) -> Result<(), StoreError> {
        let key = key.clone();
        let insert =
            "INSERT INTO api_keys (id, workspace, user, name, prefix, hash, scopes, created_at, expires_at, revoked_at, last_used_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        self.write(move |transaction| {
            let milliseconds = |at: Option<Timestamp>| at.map(Timestamp::as_millisecond);
            let row = params![
                bytes(&key.id.0),
                bytes(&key.workspace.0),
                bytes(&key.user.0),
                key.name.as_str(),
                key.prefix,
                key.hash,
                key.scopes.to_string(),
                key.created_at.as_millisecond(),
                milliseconds(key.expires_at),
                milliseconds(key.revoked_at),
                milliseconds(key.last_used_at),
            ];
            transaction.execute(insert, row).map(|_| ()).map_err(broken)
        })
        .await
    }

    async fn find_by_hash(&self, hash: &[u8; 32]) -> Result<Option<ApiKey>, StoreError> {
        let (select, hash) = ("SELECT * FROM api_keys WHERE hash = ?", *hash);
        self.read(move |connection| connection.prepare_cached(select)?.query_row([hash], key).optional()).await
    }

    async fn list(&self, workspace: WorkspaceId) -> Result<Vec<ApiKey>, StoreError> {
        let select = "SELECT * FROM api_keys WHERE workspace = ? ORDER BY created_at DESC, id DESC";
        self.read(move |connection| connection.prepare_cached(select)?.query_map([bytes(&workspace.0)], key)?.collect()).await
    }

    async fn revoke(&self, workspace: WorkspaceId, id: KeyId, at: Timestamp) -> Result<bool, StoreError> {
        let update = "UPDATE api_keys SET revoked_at = ? WHERE id = ? AND workspace = ? AND revoked_at IS NULL";
        let row = (at.as_millisecond(), *bytes(&id.0), *bytes(&workspace.0));
        self.write(move |transaction| transaction.execute(update, row).map(|changed| changed > 0).map_err(broken)).await
    }

    async fn touch(&self, id: KeyId, at: Timestamp) -> Result<(), StoreError> {
        let update = "UPDATE api_keys SET last_used_at = max(?, ifnull(last_used_at, 0)) WHERE id = ?";
        let row = (at.as_millisecond(), *bytes(&id.0));
        self.write(move |transaction| transaction.execute(update, row).map(|_| ()).map_err(broken)).await
    }
}

fn key(row: &Row<'_>) -> rusqlite::Result<ApiKey> {
    Ok(ApiKey {
        id: KeyId(uuid(row, "id")?),
        workspace: WorkspaceId(uuid(row, "workspace")?),
        user: UserId(uuid(row, "user")?),
        name: parsed(row, "name", |text: String| Name::parse(&text).ok())?,
        prefix: row.get("prefix")?,
        hash: row.get("hash")?,
        scopes: parsed(row, "scopes", |text: String| KeyScopes::parse(&text).ok())?,
        created_at: time(row, "created_at")?,
        expires_at: time_option(row, "expires_at")?,
        revoked_at: time_option(row, "revoked_at")?,
        last_used_at: time_option(row, "last_used_at")?,
    })
}
