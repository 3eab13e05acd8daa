//! The secrets by which visitors are told apart.

use crate::SqliteStore;
use crate::column::broken;
use async_trait::async_trait;
use trackway_domain::visitor::Salt;
use trackway_store::StoreError;
use trackway_store::salts::Salts;

#[async_trait]
impl Salts for SqliteStore {
    async fn of_period(&self, period: i64, fresh: Salt) -> Result<Salt, StoreError> {
        self.write(move |transaction| {
            transaction.execute("INSERT INTO salts VALUES (?, ?) ON CONFLICT DO NOTHING", (period, fresh.0)).map_err(broken)?;
            let select = "SELECT salt FROM salts WHERE period = ?";
            transaction.query_row(select, [period], |row| row.get(0).map(Salt)).map_err(broken)
        })
        .await
    }

    async fn forget_before(&self, period: i64) -> Result<(), StoreError> {
        self.write(move |transaction| transaction.execute("DELETE FROM salts WHERE period < ?", [period]).map(|_| ()).map_err(broken)).await
    }
}
