//! The audit log: written with what it tells of, read by number.

use crate::SqliteStore;
use crate::column::{bytes, parsed_option};
use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use std::sync::atomic::{AtomicBool, Ordering};
use trackway_domain::audit::{AuditChain, AuditEntry, AuditRow};
use trackway_domain::workspace::WorkspaceId;
use trackway_store::StoreError;
use trackway_store::audit::AuditLog;
use trackway_store::page::Page;
use uuid::Uuid;

/// An entry that is to be written with the first transaction that changes anything.
pub(crate) struct Note {
    entry: AuditEntry,
    is_written: AtomicBool,
}

impl Note {
    pub(crate) fn new(entry: AuditEntry) -> Self {
        Self { entry, is_written: AtomicBool::new(false) }
    }

    /// Writes it, once.
    pub(crate) fn write(&self, connection: &Connection) -> rusqlite::Result<()> {
        if self.is_written.load(Ordering::Acquire) { Ok(()) } else { append(connection, &self.entry) }
    }

    /// The transaction is committed.
    pub(crate) fn settle(&self) {
        self.is_written.store(true, Ordering::Release);
    }
}

/// Writes an entry behind the last row.
pub(crate) fn append(connection: &Connection, entry: &AuditEntry) -> rusqlite::Result<()> {
    let last = |row: &Row<'_>| Ok(AuditChain { number: row.get("number")?, hash: row.get("hash")? });
    let select = "SELECT number, hash FROM audit_log ORDER BY number DESC LIMIT 1";
    let last = connection.query_row(select, [], last).optional()?.unwrap_or_default();
    let row = AuditRow::of(entry, last.number + 1, &last.hash);
    let values = params![
        row.number,
        row.at_milliseconds,
        row.workspace.as_ref().map(|workspace| bytes(&workspace.0)),
        row.doer,
        row.action,
        row.subject,
        row.details,
        row.hash,
    ];
    let insert = "INSERT INTO audit_log (number, at, workspace, doer, action, subject, details, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    connection.execute(insert, values).map(|_| ())
}

#[async_trait]
impl AuditLog for SqliteStore {
    async fn list(&self, workspace: Option<WorkspaceId>, behind: Option<u64>, limit: u32) -> Result<Page<AuditRow>, StoreError> {
        let select =
            "SELECT * FROM audit_log WHERE (?1 IS NULL OR workspace = ?1) AND (?2 IS NULL OR number < ?2) ORDER BY number DESC LIMIT ?3";
        self.read(move |connection| {
            let values = params![workspace.as_ref().map(|workspace| bytes(&workspace.0)), behind, i64::from(limit) + 1];
            let rows = connection.prepare_cached(select)?.query_map(values, row)?.collect::<Result<_, _>>()?;
            Ok(Page::from_one_more(rows, limit))
        })
        .await
    }

    async fn after(&self, number: u64, limit: u32) -> Result<Vec<AuditRow>, StoreError> {
        let select = "SELECT * FROM audit_log WHERE number > ? ORDER BY number LIMIT ?";
        self.read(move |connection| connection.prepare_cached(select)?.query_map((number, limit), row)?.collect()).await
    }
}

fn row(row: &Row<'_>) -> rusqlite::Result<AuditRow> {
    Ok(AuditRow {
        number: row.get("number")?,
        at_milliseconds: row.get("at")?,
        workspace: parsed_option(row, "workspace", |bytes: [u8; 16]| Some(WorkspaceId(Uuid::from_bytes(bytes))))?,
        doer: row.get("doer")?,
        action: row.get("action")?,
        subject: row.get("subject")?,
        details: row.get("details")?,
        hash: row.get("hash")?,
    })
}
