//! Installs: recorded with the click that led to them, found again, counted; and what is done in them.

pub(crate) mod awaited;
mod candidates;
mod events;
mod keys;
mod links;
mod list;
mod numbers;
mod record;
mod rows;
mod tell;

use crate::SqliteStore;
use crate::column::{broken, bytes};
use async_trait::async_trait;
use rusqlite::OptionalExtension as _;
use trackway_domain::install::report::{Fingerprint, FingerprintKey};
use trackway_domain::install::{InstallEventId, InstallId};
use trackway_domain::link::LinkId;
use trackway_domain::workspace::WorkspaceId;
use trackway_store::StoreError;
use trackway_store::installs::{Funnel, Install, InstallList, InstallNumbers, InstallQuestion, Installs, NewEvent, NewInstall};
use trackway_store::page::Page;

#[async_trait]
impl Installs for SqliteStore {
    async fn record(&self, new: NewInstall) -> Result<Install, StoreError> {
        self.write(move |transaction| record::record(transaction, &new)).await
    }

    async fn find(&self, workspace: WorkspaceId, id: InstallId) -> Result<Option<Install>, StoreError> {
        let select = "SELECT * FROM installs WHERE id = ? AND workspace = ?";
        let find = move |connection: &rusqlite::Connection| {
            connection.prepare_cached(select)?.query_row((bytes(&id.0), bytes(&workspace.0)), rows::install).optional()
        };
        self.read(find).await
    }

    async fn list(&self, asked: InstallList) -> Result<Page<Install>, StoreError> {
        self.read(move |connection| list::list(connection, &asked)).await
    }

    async fn find_by_fingerprint(&self, workspace: WorkspaceId, fingerprint: Fingerprint) -> Result<Option<Install>, StoreError> {
        let select = "SELECT * FROM installs WHERE fingerprint = ? AND workspace = ? ORDER BY opened_at DESC LIMIT 1";
        let find = move |connection: &rusqlite::Connection| {
            connection.prepare_cached(select)?.query_row((fingerprint.0, bytes(&workspace.0)), rows::install).optional()
        };
        self.read(find).await
    }

    async fn fingerprint_keys(&self, day: i64, fresh: FingerprintKey) -> Result<(FingerprintKey, Option<FingerprintKey>), StoreError> {
        if let Some(known) = self.read(move |connection| keys::known(connection, day)).await? {
            return Ok(known);
        }
        self.write(move |transaction| keys::make(transaction, day, fresh).map_err(broken)).await
    }

    async fn record_event(&self, new: NewEvent) -> Result<Option<InstallEventId>, StoreError> {
        self.write(move |transaction| events::record(transaction, &new)).await
    }

    async fn numbers(&self, question: InstallQuestion) -> Result<InstallNumbers, StoreError> {
        self.read(move |connection| numbers::numbers(connection, &question)).await
    }

    async fn funnel(&self, question: InstallQuestion) -> Result<Funnel, StoreError> {
        self.read(move |connection| numbers::funnel(connection, &question)).await
    }

    async fn keep_app_link(&self, workspace: WorkspaceId, content: [u8; 32], link: LinkId) -> Result<LinkId, StoreError> {
        self.write(move |transaction| links::keep(transaction, workspace, content, link).map_err(broken)).await
    }

    async fn app_link(&self, workspace: WorkspaceId, content: [u8; 32]) -> Result<Option<LinkId>, StoreError> {
        self.read(move |connection| links::find(connection, workspace, content)).await
    }
}
