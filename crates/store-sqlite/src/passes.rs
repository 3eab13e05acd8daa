//! Passes of links with a cap.

use crate::SqliteStore;
use crate::column::broken;
use async_trait::async_trait;
use std::num::NonZeroU32;
use trackway_domain::link::LinkId;
use trackway_store::StoreError;
use trackway_store::passes::Passes;

#[async_trait]
impl Passes for SqliteStore {
    async fn take(&self, link: LinkId, limit: NonZeroU32, wanted: NonZeroU32) -> Result<u32, StoreError> {
        let link = link.0.to_i64();
        self.write(move |transaction| {
            let begin = "INSERT INTO link_passes SELECT ?1, ifnull((SELECT clicks FROM link_totals WHERE link = ?1), 0) WHERE true
                ON CONFLICT DO NOTHING";
            transaction.prepare_cached(begin).and_then(|mut statement| statement.execute([link])).map_err(broken)?;
            let select = "SELECT taken FROM link_passes WHERE link = ?";
            let taken: u64 =
                transaction.prepare_cached(select).and_then(|mut select| select.query_row([link], |row| row.get(0))).map_err(broken)?;
            let left = u64::from(limit.get()).saturating_sub(taken);
            let given = wanted.get().min(u32::try_from(left).unwrap_or(u32::MAX));
            let update = "UPDATE link_passes SET taken = taken + ? WHERE link = ?";
            transaction.prepare_cached(update).and_then(|mut statement| statement.execute((given, link))).map_err(broken)?;
            Ok(given)
        })
        .await
    }

    async fn give_back(&self, link: LinkId, unused: u32) -> Result<(), StoreError> {
        let update = "UPDATE link_passes SET taken = max(0, taken - ?) WHERE link = ?";
        self.write(move |transaction| transaction.execute(update, (unused, link.0.to_i64())).map(|_| ()).map_err(broken)).await
    }
}
