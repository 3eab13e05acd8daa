//! What a journal at rest, or a running server's, holds that the store has not taken in.

use crate::installation::Folder;
use anyhow::Context as _;
use std::collections::HashMap;
use trackway_app::App;
use trackway_journal::{DamageReason, Reader};

/// Bytes that are read at once.
const WINDOW: usize = 1 << 20;

/// Clicks that wait.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Backlog {
    /// How many there are.
    pub(crate) clicks: u64,
    /// The bytes that they take.
    pub(crate) bytes: u64,
    /// Places that cannot be read; a record that was being written when one looked is none.
    pub(crate) damaged: u64,
}

/// Reads what waits, up to about so many bytes of it.
pub(crate) async fn look(folder: &Folder, app: &App, most: u64) -> anyhow::Result<Backlog> {
    let reader = Reader::open(folder.journal()).context("the click journal")?;
    let mut positions = HashMap::new();
    for segment in reader.segments() {
        positions.insert(segment.id, app.store.clicks().position(*segment.id.as_uuid()).await?.unwrap_or(0));
    }
    let mut tail = reader.tail(|id| positions.get(&id).copied().unwrap_or(0));
    let mut backlog = Backlog::default();
    while backlog.bytes < most {
        let Some(chunk) = tail.read(WINDOW).context("the click journal")? else { break };
        backlog.clicks += chunk.records().count() as u64;
        backlog.bytes += chunk.records().map(|record| record.payload.len() as u64).sum::<u64>();
        backlog.damaged += chunk.damage.iter().filter(|damage| damage.reason != DamageReason::TornTail).count() as u64;
    }
    Ok(backlog)
}
