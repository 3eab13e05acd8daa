//! Recorded visits: taken in by the batch, each kept as part of a block, counted for its link and its quarter of an hour.

pub(crate) mod add_up;
pub(crate) mod blocks;
pub(crate) mod chunk;
pub(crate) mod log;
mod reclassify;
mod walk;

use crate::SqliteStore;
use crate::column::{broken, bytes};
use crate::installs::awaited;
use crate::parts::{Changed, Patience, Room};
use crate::{emit, pending};
use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension as _};
use trackway_domain::click::ClickId;
use trackway_domain::link::LinkId;
use trackway_store::StoreError;
use trackway_store::clicks::{Checkpoint, ClickRow, Clicks, IngestError, LogPosition, Reclassified, Rule};
use uuid::Uuid;

pub(crate) use add_up::{Cells, QUARTER, QUARTERS_A_DAY};

#[async_trait]
impl Clicks for SqliteStore {
    async fn ingest(&self, batch: Vec<ClickRow>, checkpoint: Checkpoint) -> Result<(), IngestError> {
        // Encoding needs no transaction, so that other writers do not wait for it.
        let blocks = blocks::NewBlock::all_of(&batch);
        self.write(move |transaction| {
            advance(transaction, checkpoint)?;
            let kept = blocks.into_iter().try_for_each(|block| blocks::append(transaction, block));
            kept.and_then(|()| add_up::add_up(transaction, &batch)).map_err(|error| IngestError::Store(broken(error)))?;
            emit::emit_clicks(transaction, &batch)?;
            pending::arrived(transaction, &batch)?;
            Ok::<_, IngestError>(awaited::arrived(transaction, &batch)?)
        })
        .await?;
        Ok(self.tend_at_once().await?)
    }

    async fn position(&self, segment: Uuid) -> Result<Option<u64>, StoreError> {
        self.read(move |connection| position(connection, segment)).await
    }

    async fn latest(&self, link: LinkId, limit: u32) -> Result<Vec<ClickRow>, StoreError> {
        self.read(move |connection| log::latest(connection, link, limit as usize)).await
    }

    async fn find(&self, id: ClickId) -> Result<Option<ClickRow>, StoreError> {
        self.read(move |connection| log::find(connection, id)).await
    }

    async fn log(&self, after: LogPosition, limit: u32) -> Result<Vec<(LogPosition, ClickRow)>, StoreError> {
        self.read(move |connection| log::log(connection, after, limit as usize)).await
    }

    async fn log_end(&self) -> Result<LogPosition, StoreError> {
        self.read(log::end).await
    }

    async fn reclassify(&self, after: LogPosition, rule: Rule) -> Result<Option<Reclassified>, StoreError> {
        loop {
            let rule = Rule::clone(&rule);
            let prepare = move |connection: &Connection, room: &Room| reclassify::reclassify(connection, room, after, &rule);
            match self.change_parts(Patience::Wait, prepare).await? {
                Changed::Something(reclassified) => return Ok(Some(reclassified)),
                Changed::Nothing => return Ok(None),
                Changed::Outdated | Changed::Elsewhere => {}
            }
        }
    }
}

/// Moves a segment's position, if it is where the batch says it is.
fn advance(connection: &Connection, checkpoint: Checkpoint) -> Result<(), IngestError> {
    let failed = |error| IngestError::Store(broken(error));
    let stands = position(connection, checkpoint.segment).map_err(failed)?;
    if stands.unwrap_or(checkpoint.from) != checkpoint.from {
        return Err(IngestError::Moved(stands.unwrap_or(0)));
    }
    let upsert = "INSERT INTO journal_positions VALUES (?, ?) ON CONFLICT DO UPDATE SET position = excluded.position";
    connection
        .prepare_cached(upsert)
        .and_then(|mut statement| statement.execute((bytes(&checkpoint.segment), checkpoint.to)))
        .map_err(failed)?;
    Ok(())
}

fn position(connection: &Connection, segment: Uuid) -> rusqlite::Result<Option<u64>> {
    let select = "SELECT position FROM journal_positions WHERE segment = ?";
    connection.prepare_cached(select)?.query_row([bytes(&segment)], |row| row.get(0)).optional()
}
