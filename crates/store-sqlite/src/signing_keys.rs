//! The keys that sign tokens.

use crate::SqliteStore;
use crate::column::{broken, time, time_option};
use async_trait::async_trait;
use jiff::Timestamp;
use rusqlite::{Connection, params};
use trackway_store::StoreError;
use trackway_store::signing_keys::{KeptKey, SigningKeys};

#[async_trait]
impl SigningKeys for SqliteStore {
    async fn list(&self) -> Result<Vec<KeptKey>, StoreError> {
        let select = "SELECT * FROM signing_keys ORDER BY retired_at IS NOT NULL, retired_at DESC, id";
        let key = |row: &rusqlite::Row<'_>| {
            let (created_at, retired_at) = (time(row, "created_at")?, time_option(row, "retired_at")?);
            Ok(KeptKey { id: row.get("id")?, pem: row.get("pem")?, created_at, retired_at })
        };
        self.read(move |connection| connection.prepare_cached(select)?.query_map([], key)?.collect()).await
    }

    async fn create_first(&self, key: &KeptKey) -> Result<bool, StoreError> {
        let key = key.clone();
        self.write(move |transaction| {
            if transaction.query_row("SELECT EXISTS (SELECT 1 FROM signing_keys)", [], |row| row.get(0)).map_err(broken)? {
                return Ok(false);
            }
            insert(transaction, &key).map(|()| true)
        })
        .await
    }

    async fn rotate(&self, key: &KeptKey) -> Result<(), StoreError> {
        let key = key.clone();
        self.write(move |transaction| {
            let retire = "UPDATE signing_keys SET retired_at = ? WHERE retired_at IS NULL";
            transaction.execute(retire, [key.created_at.as_millisecond()]).map_err(broken)?;
            insert(transaction, &key)
        })
        .await
    }

    async fn forget(&self, retired_before: Timestamp) -> Result<(), StoreError> {
        let delete = "DELETE FROM signing_keys WHERE retired_at < ?";
        let row = [retired_before.as_millisecond()];
        self.write(move |transaction| transaction.execute(delete, row).map(|_| ()).map_err(broken)).await
    }
}

fn insert(connection: &Connection, key: &KeptKey) -> Result<(), StoreError> {
    let KeptKey { id, pem, created_at, retired_at } = key;
    let row = params![id, pem, created_at.as_millisecond(), retired_at.map(Timestamp::as_millisecond)];
    connection.execute("INSERT INTO signing_keys (id, pem, created_at, retired_at) VALUES (?, ?, ?, ?)", row).map(|_| ()).map_err(broken)
}
