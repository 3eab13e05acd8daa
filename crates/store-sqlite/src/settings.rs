//! The installation's own settings.

use crate::SqliteStore;
use crate::column::broken;
use async_trait::async_trait;
use rusqlite::OptionalExtension as _;
use trackway_store::StoreError;
use trackway_store::settings::Settings;

#[async_trait]
impl Settings for SqliteStore {
    async fn get(&self, name: &str) -> Result<Option<String>, StoreError> {
        let name = name.to_owned();
        self.read(move |connection| connection.query_row("SELECT value FROM settings WHERE name = ?", [name], |row| row.get(0)).optional())
            .await
    }

    async fn put(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let pair = [name.to_owned(), value.to_owned()];
        let upsert = "INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value";
        self.write(move |transaction| transaction.execute(upsert, pair).map(|_| ()).map_err(broken)).await
    }

    async fn get_or_put(&self, name: &str, value: &str) -> Result<String, StoreError> {
        let (name, value) = (name.to_owned(), value.to_owned());
        self.write(move |transaction| {
            transaction.execute("INSERT INTO settings VALUES (?, ?) ON CONFLICT DO NOTHING", [&name, &value]).map_err(broken)?;
            transaction.query_row("SELECT value FROM settings WHERE name = ?", [&name], |row| row.get(0)).map_err(broken)
        })
        .await
    }
}
