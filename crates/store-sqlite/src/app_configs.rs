//! What workspaces say of their apps.

use crate::SqliteStore;
use crate::column::{broken, bytes, document, to_document};
use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension as _};
use trackway_domain::app_config::AppConfig;
use trackway_domain::workspace::WorkspaceId;
use trackway_store::StoreError;
use trackway_store::app_configs::{AppConfigs, Edit};

#[async_trait]
impl AppConfigs for SqliteStore {
    async fn find(&self, workspace: WorkspaceId) -> Result<AppConfig, StoreError> {
        self.read(move |connection| find(connection, workspace)).await
    }

    async fn list(&self) -> Result<Vec<AppConfig>, StoreError> {
        let select = "SELECT config FROM app_configs ORDER BY workspace";
        self.read(move |connection| connection.prepare_cached(select)?.query_map([], |row| document(row, "config"))?.collect()).await
    }

    async fn update(&self, workspace: WorkspaceId, edit: Edit) -> Result<AppConfig, StoreError> {
        self.write(move |transaction| {
            let mut config = find(transaction, workspace).map_err(broken)?;
            edit(&mut config);
            let upsert = "INSERT INTO app_configs (workspace, config) VALUES (?, ?) ON CONFLICT DO UPDATE SET config = excluded.config";
            transaction.execute(upsert, (bytes(&workspace.0), to_document(&config)?)).map_err(broken)?;
            Ok(config)
        })
        .await
    }
}

fn find(connection: &Connection, workspace: WorkspaceId) -> rusqlite::Result<AppConfig> {
    let select = "SELECT config FROM app_configs WHERE workspace = ?";
    let found = connection.prepare_cached(select)?.query_row([bytes(&workspace.0)], |row| document(row, "config")).optional()?;
    Ok(found.unwrap_or_default())
}
