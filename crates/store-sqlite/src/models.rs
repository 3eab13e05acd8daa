//! By which model each workspace's totals are shared.

use crate::SqliteStore;
use crate::column::{broken, bytes, parsed, uuid};
use crate::recompute;
use async_trait::async_trait;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row};
use trackway_domain::attribution::Model;
use trackway_domain::attribution::rules::{HalfLife, ModelKind, Rules};
use trackway_domain::person::PersonId;
use trackway_domain::workspace::WorkspaceId;
use trackway_store::StoreError;
use trackway_store::models::{Models, Recompute, Step};

#[async_trait]
impl Models for SqliteStore {
    async fn rules(&self, workspace: WorkspaceId) -> Result<Rules, StoreError> {
        self.read(move |connection| rules(connection, workspace)).await
    }

    async fn choose(&self, workspace: WorkspaceId, chosen: Rules, at: Timestamp) -> Result<(), StoreError> {
        self.write(move |transaction| {
            let before = rules(transaction, workspace).map_err(broken)?;
            let upsert = "INSERT INTO attribution_rules VALUES (?, ?, ?)
                ON CONFLICT DO UPDATE SET model = excluded.model, half_life_hours = excluded.half_life_hours";
            let row = (bytes(&workspace.0), chosen.model.as_str(), chosen.half_life.hours());
            transaction.execute(upsert, row).map_err(broken)?;
            // Another half-life matters only to a model that decays, which is another one then.
            if before.model == chosen.model { Ok(()) } else { recompute::ask(transaction, workspace, at).map_err(broken) }
        })
        .await
    }

    async fn ask(&self, workspace: WorkspaceId, at: Timestamp) -> Result<(), StoreError> {
        self.write(move |transaction| recompute::ask(transaction, workspace, at).map_err(broken)).await
    }

    async fn waiting(&self, workspace: WorkspaceId) -> Result<Vec<Recompute>, StoreError> {
        self.read(move |connection| recompute::waiting(connection, workspace)).await
    }

    async fn step(&self, persons: u32) -> Result<Option<Step>, StoreError> {
        self.write(move |transaction| recompute::step(transaction, persons).map_err(broken)).await
    }
}

pub(crate) fn rules(connection: &Connection, workspace: WorkspaceId) -> rusqlite::Result<Rules> {
    let chosen = |row: &Row<'_>| {
        let half_life = parsed(row, "half_life_hours", HalfLife::from_hours)?;
        Ok(Rules::of(parsed(row, "model", |name: String| ModelKind::parse(&name))?, half_life))
    };
    let select = "SELECT model, half_life_hours FROM attribution_rules WHERE workspace = ?";
    Ok(connection.prepare_cached(select)?.query_row([bytes(&workspace.0)], chosen).optional()?.unwrap_or_default())
}

/// A person's workspace, and its model.
pub(crate) fn of_person(connection: &Connection, person: PersonId) -> rusqlite::Result<(WorkspaceId, Model)> {
    let select = "SELECT workspace FROM persons WHERE id = ?";
    let workspace = connection.prepare_cached(select)?.query_row([bytes(&person.0)], |row| Ok(WorkspaceId(uuid(row, "workspace")?)))?;
    Ok((workspace, rules(connection, workspace)?.model))
}
