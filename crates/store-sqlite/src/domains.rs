//! Host names of workspaces.

use crate::SqliteStore;
use crate::column::{broken, bytes, parsed, time, time_option, uuid};
use crate::paths;
use async_trait::async_trait;
use jiff::Timestamp;
use rusqlite::{Connection, ErrorCode, OptionalExtension as _, Row, params};
use trackway_domain::custom_domain::{CustomDomain, CustomDomainId, Hostname};
use trackway_domain::workspace::WorkspaceId;
use trackway_store::StoreError;
use trackway_store::changes::Change;
use trackway_store::domains::{Domains, Verification};

#[async_trait]
impl Domains for SqliteStore {
    async fn create(&self, domain: &CustomDomain) -> Result<bool, StoreError> {
        let domain = domain.clone();
        self.write(move |transaction| {
            let row = params![
                bytes(&domain.id.0),
                bytes(&domain.workspace.0),
                domain.host.as_str(),
                domain.proof,
                domain.created_at.as_millisecond(),
                domain.verified_at.map(Timestamp::as_millisecond),
            ];
            let insert = "INSERT INTO domains (id, workspace, host, proof, created_at, verified_at) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (workspace, host) DO NOTHING";
            let is_new = transaction.execute(insert, row).map_err(broken)? > 0;
            told(transaction, is_new)
        })
        .await
    }

    async fn find(&self, workspace: WorkspaceId, id: CustomDomainId) -> Result<Option<CustomDomain>, StoreError> {
        self.read(move |connection| find(connection, workspace, id)).await
    }

    async fn list(&self, workspace: WorkspaceId) -> Result<Vec<CustomDomain>, StoreError> {
        let select = "SELECT * FROM domains WHERE workspace = ? ORDER BY host";
        self.read(move |connection| connection.prepare_cached(select)?.query_map([bytes(&workspace.0)], domain)?.collect()).await
    }

    async fn verified(&self) -> Result<Vec<CustomDomain>, StoreError> {
        let select = "SELECT * FROM domains WHERE verified_at IS NOT NULL ORDER BY host";
        self.read(move |connection| connection.prepare_cached(select)?.query_map([], domain)?.collect()).await
    }

    async fn verify(&self, workspace: WorkspaceId, id: CustomDomainId, at: Timestamp) -> Result<Verification, StoreError> {
        self.write(move |transaction| {
            let update = "UPDATE domains SET verified_at = ? WHERE id = ? AND workspace = ? AND verified_at IS NULL";
            let is_new = match transaction.execute(update, (at.as_millisecond(), bytes(&id.0), bytes(&workspace.0))) {
                Ok(changed) => changed > 0,
                Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => return Ok(Verification::Taken),
                Err(error) => return Err(broken(error)),
            };
            told(transaction, is_new)?;
            Ok(find(transaction, workspace, id).map_err(broken)?.map_or(Verification::NotFound, Verification::Done))
        })
        .await
    }

    async fn delete(&self, workspace: WorkspaceId, id: CustomDomainId) -> Result<bool, StoreError> {
        self.write(move |transaction| {
            let delete = "DELETE FROM domains WHERE id = ? AND workspace = ?";
            let is_gone = transaction.execute(delete, (bytes(&id.0), bytes(&workspace.0))).map_err(broken)? > 0;
            told(transaction, is_gone)
        })
        .await
    }
}

/// Tells the change log, where there is a change, and says whether there is.
fn told(connection: &Connection, is_change: bool) -> Result<bool, StoreError> {
    if is_change {
        paths::log(connection, &Change::Domains)?;
    }
    Ok(is_change)
}

fn find(connection: &Connection, workspace: WorkspaceId, id: CustomDomainId) -> rusqlite::Result<Option<CustomDomain>> {
    let select = "SELECT * FROM domains WHERE id = ? AND workspace = ?";
    connection.query_row(select, (bytes(&id.0), bytes(&workspace.0)), domain).optional()
}

fn domain(row: &Row<'_>) -> rusqlite::Result<CustomDomain> {
    Ok(CustomDomain {
        id: CustomDomainId(uuid(row, "id")?),
        workspace: WorkspaceId(uuid(row, "workspace")?),
        host: parsed(row, "host", |text: String| Hostname::parse(&text).ok())?,
        proof: row.get("proof")?,
        created_at: time(row, "created_at")?,
        verified_at: time_option(row, "verified_at")?,
    })
}
