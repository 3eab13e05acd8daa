//! What platforms send: their secrets, and the events that were not understood.

use crate::SqliteStore;
use crate::accounts;
use crate::column::{broken, bytes, parsed, time, uuid};
use async_trait::async_trait;
use rusqlite::{OptionalExtension as _, Row, params};
use trackway_domain::account::{Account, AccountId};
use trackway_domain::inbound::{InboundPlatform, InboundSecret};
use trackway_domain::workspace::WorkspaceId;
use trackway_store::StoreError;
use trackway_store::inbound::{Inbound, InboundEvent};

#[async_trait]
impl Inbound for SqliteStore {
    async fn set_secret(
        &self,
        workspace: WorkspaceId,
        account: AccountId,
        platform: InboundPlatform,
        secret: &InboundSecret,
    ) -> Result<bool, StoreError> {
        let secret = secret.reveal().to_owned();
        self.write(move |transaction| {
            let insert = "INSERT OR REPLACE INTO inbound_secrets (account, platform, secret)
                SELECT id, ?, ? FROM accounts WHERE id = ? AND workspace = ?";
            let row = params![platform.as_str(), secret, bytes(&account.0), bytes(&workspace.0)];
            Ok(transaction.execute(insert, row).map_err(broken)? > 0)
        })
        .await
    }

    async fn secret(&self, account: AccountId, platform: InboundPlatform) -> Result<Option<(Account, InboundSecret)>, StoreError> {
        let select = "SELECT accounts.*, secret FROM accounts JOIN inbound_secrets ON account = id WHERE id = ? AND platform = ?";
        let found = |row: &Row<'_>| Ok((accounts::account(row)?, parsed(row, "secret", |text: String| InboundSecret::parse(&text))?));
        self.read(move |connection| connection.prepare_cached(select)?.query_row((bytes(&account.0), platform.as_str()), found).optional())
            .await
    }

    async fn keep(&self, event: &InboundEvent) -> Result<bool, StoreError> {
        let InboundEvent { account, platform, key, received_at, reason, body } = event.clone();
        self.write(move |transaction| {
            let insert = "INSERT INTO inbound_events (account, platform, key, received_at, reason, body) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING";
            let row = params![bytes(&account.0), platform.as_str(), key, received_at.as_millisecond(), reason, body];
            Ok(transaction.execute(insert, row).map_err(broken)? > 0)
        })
        .await
    }

    async fn list(&self, account: AccountId, limit: u32) -> Result<Vec<InboundEvent>, StoreError> {
        let select = "SELECT * FROM inbound_events WHERE account = ? ORDER BY received_at DESC, key LIMIT ?";
        self.read(move |connection| connection.prepare_cached(select)?.query_map((bytes(&account.0), limit), event)?.collect()).await
    }
}

pub(crate) fn event(row: &Row<'_>) -> rusqlite::Result<InboundEvent> {
    Ok(InboundEvent {
        account: AccountId(uuid(row, "account")?),
        platform: parsed(row, "platform", |text: String| InboundPlatform::parse(&text))?,
        key: row.get("key")?,
        received_at: time(row, "received_at")?,
        reason: row.get("reason")?,
        body: row.get("body")?,
    })
}
