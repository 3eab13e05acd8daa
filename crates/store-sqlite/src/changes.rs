//! The change log. `PRAGMA data_version` tells a connection, without a query, that another one has committed.

use crate::SqliteStore;
use crate::column::broken;
use async_trait::async_trait;
use rusqlite::{Connection, Row};
use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::time::Instant;
use trackway_domain::account::AccountId;
use trackway_domain::template::TemplateId;
use trackway_store::StoreError;
use trackway_store::changes::{Change, Changes};
use uuid::Uuid;

/// How often another process's commits are looked for.
const TICK: Duration = Duration::from_millis(50);

#[async_trait]
impl Changes for SqliteStore {
    async fn newest(&self) -> Result<u64, StoreError> {
        self.read(|connection| connection.query_row("SELECT ifnull(max(number), 0) FROM changes", [], |row| row.get(0))).await
    }

    async fn after(&self, number: u64, limit: u32) -> Result<Vec<(u64, Change)>, StoreError> {
        let select = "SELECT number, kind, subject FROM changes WHERE number > ? ORDER BY number LIMIT ?";
        self.read(move |connection| connection.prepare_cached(select)?.query_map((number, limit), change)?.collect()).await
    }

    async fn wait(&self, timeout: Duration) -> Result<(), StoreError> {
        // What was committed since the last wait ended is news, though it came before this one began.
        let (deadline, heard) = (Instant::now() + timeout, self.threads.heard.load(Ordering::Acquire));
        loop {
            let now = data_version(&self.threads.watcher.lock().unwrap_or_else(PoisonError::into_inner))?;
            if now != heard || Instant::now() >= deadline {
                self.threads.heard.store(now, Ordering::Release);
                return Ok(());
            }
            tokio::time::sleep(TICK.min(timeout)).await;
        }
    }
}

/// Changes when any other connection commits. Reads one word of shared memory, so it may be asked from a task.
pub(crate) fn data_version(watcher: &Connection) -> Result<i64, StoreError> {
    watcher.pragma_query_value(None, "data_version", |row| row.get(0)).map_err(broken)
}

fn change(row: &Row<'_>) -> rusqlite::Result<(u64, Change)> {
    let (number, kind, subject): (u64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
    let uuid = || Uuid::try_parse(&subject).map_err(|_| rusqlite::Error::InvalidQuery);
    let change = match kind.as_str() {
        "template" => Change::Template(TemplateId(uuid()?)),
        "account" => Change::Account(AccountId(uuid()?)),
        "domains" => Change::Domains,
        _ => Change::Path(subject),
    };
    Ok((number, change))
}
