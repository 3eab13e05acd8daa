//! Who has signed in where.

use crate::SqliteStore;
use crate::column::{broken, bytes, time, uuid};
use async_trait::async_trait;
use jiff::Timestamp;
use rusqlite::OptionalExtension as _;
use trackway_domain::secret::SecretHash;
use trackway_domain::session::Session;
use trackway_domain::workspace::UserId;
use trackway_store::StoreError;
use trackway_store::sessions::Sessions;

#[async_trait]
impl Sessions for SqliteStore {
    async fn create(&self, session: &Session) -> Result<(), StoreError> {
        let Session { hash, user, created_at, last_seen_at } = session.clone();
        let insert = "INSERT INTO sessions (hash, user, created_at, last_seen_at) VALUES (?, ?, ?, ?)";
        let row = (hash, *bytes(&user.0), created_at.as_millisecond(), last_seen_at.as_millisecond());
        self.write(move |transaction| transaction.execute(insert, row).map(|_| ()).map_err(broken)).await
    }

    async fn find(&self, hash: &SecretHash) -> Result<Option<Session>, StoreError> {
        let (select, hash) = ("SELECT * FROM sessions WHERE hash = ?", *hash);
        let session = |row: &rusqlite::Row<'_>| {
            Ok(Session {
                hash: row.get("hash")?,
                user: UserId(uuid(row, "user")?),
                created_at: time(row, "created_at")?,
                last_seen_at: time(row, "last_seen_at")?,
            })
        };
        self.read(move |connection| connection.prepare_cached(select)?.query_row([hash], session).optional()).await
    }

    async fn touch(&self, hash: &SecretHash, at: Timestamp) -> Result<(), StoreError> {
        let update = "UPDATE sessions SET last_seen_at = max(?, last_seen_at) WHERE hash = ?";
        let row = (at.as_millisecond(), *hash);
        self.write(move |transaction| transaction.execute(update, row).map(|_| ()).map_err(broken)).await
    }

    async fn end(&self, hash: &SecretHash) -> Result<(), StoreError> {
        let hash = *hash;
        let delete = "DELETE FROM sessions WHERE hash = ?";
        self.write(move |transaction| transaction.execute(delete, [hash]).map(|_| ()).map_err(broken)).await
    }

    async fn end_all(&self, user: UserId) -> Result<(), StoreError> {
        let delete = "DELETE FROM sessions WHERE user = ?";
        self.write(move |transaction| transaction.execute(delete, [bytes(&user.0)]).map(|_| ()).map_err(broken)).await
    }

    async fn forget(&self, now: Timestamp) -> Result<(), StoreError> {
        let delete = "DELETE FROM sessions WHERE created_at <= ? OR last_seen_at <= ?";
        let row = ((now - Session::LIFETIME).as_millisecond(), (now - Session::IDLE).as_millisecond());
        self.write(move |transaction| transaction.execute(delete, row).map(|_| ()).map_err(broken)).await
    }
}
