//! Upkeep of the two tiers: prepared on a thread of its own, committed on the writer's.

use super::compact::{Wanted, compact};
use super::manifest;
use super::merge::merge;
use super::{Change, Fate, PartError, Patience, Room, apply, rewrite};
use crate::SqliteStore;
use crate::clicks::{blocks, log};
use crate::column::broken;
use crate::days::settle;
use async_trait::async_trait;
use jiff::Timestamp;
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::sync::Arc;
use trackway_domain::agent::UserAgent;
use trackway_domain::click::ClickId;
use trackway_domain::place::Place;
use trackway_domain::utc_day::UtcDay;
use trackway_domain::utm::Utm;
use trackway_store::StoreError;
use trackway_store::clicks::ClickRow;
use trackway_store::upkeep::{Tended, Upkeep};

#[async_trait]
impl Upkeep for SqliteStore {
    async fn tend(&self, now: Timestamp) -> Result<Tended, StoreError> {
        let now = now.as_millisecond();
        self.write(move |transaction| {
            transaction.execute("UPDATE retired_parts SET retired_at = ? WHERE retired_at IS NULL", [now]).map_err(broken)
        })
        .await?;
        let prepare = move |connection: &Connection, room: &Room| {
            let swept = room.sweep(connection, now)?;
            if !swept.is_empty() {
                return Ok(Some((Change { swept, ..Change::default() }, ())));
            }
            Ok(next(connection, room, now)?.map(|change| (change, ())))
        };
        Ok(match self.change_parts(Patience::GoAway, prepare).await? {
            Changed::Something(()) | Changed::Outdated => Tended::Something,
            Changed::Nothing => Tended::Nothing,
            Changed::Elsewhere => Tended::Elsewhere,
        })
    }

    async fn purge(&self, before: UtcDay) -> Result<u64, StoreError> {
        let time = before.start_milliseconds();
        let mut purged = 0;
        loop {
            match self.change_parts(Patience::Wait, move |connection, room| purge_some(connection, room, time)).await? {
                Changed::Something(count) => purged += count,
                Changed::Outdated | Changed::Elsewhere => {}
                Changed::Nothing => break,
            }
        }
        self.write(move |transaction| drop_sums(transaction, before).map_err(broken)).await?;
        Ok(purged)
    }

    async fn forget(&self, clicks: Vec<ClickId>) -> Result<u64, StoreError> {
        let clicks = Arc::new(clicks.into_iter().collect::<BTreeSet<_>>());
        // Blocks come first: what becomes a part meanwhile has been changed by then.
        let mut forgotten = 0;
        for tier in [forget_in_blocks, forget_in_part] {
            loop {
                let wanted = Arc::clone(&clicks);
                match self.change_parts(Patience::Wait, move |connection, room| tier(connection, room, &wanted)).await? {
                    Changed::Something(count) => forgotten += count,
                    Changed::Outdated | Changed::Elsewhere => {}
                    Changed::Nothing => break,
                }
            }
        }
        Ok(forgotten)
    }

    async fn share_salt(&self, first: UtcDay, last: UtcDay) -> Result<(), StoreError> {
        let upsert = "INSERT INTO visitor_spans VALUES (?, ?) ON CONFLICT DO UPDATE SET last_day = max(last_day, excluded.last_day)";
        self.write(move |transaction| transaction.execute(upsert, (first.number(), last.number())).map(|_| ()).map_err(broken)).await
    }
}

/// What is to be done next: the recent tier is kept small before anything else, and days are added up while they lie in small parts, of which
/// nothing else has to be read.
fn next(connection: &Connection, room: &Room, now: i64) -> Result<Option<Change>, PartError> {
    if let Some(change) = compact(connection, room, Wanted::Enough)? {
        return Ok(Some(change));
    }
    if let Some(settled) = settle(connection, now, room.tending().busy)? {
        return Ok(Some(Change { settled: Some(settled), ..Change::default() }));
    }
    merge(connection, room)
}

/// What became of a change of the parts.
pub(crate) enum Changed<T> {
    Something(T),
    /// Nothing was to be done.
    Nothing,
    /// What it was prepared from has changed.
    Outdated,
    /// Another process has the parts.
    Elsewhere,
}

impl SqliteStore {
    /// Tends until nothing is left to do, where that is to be done at once.
    pub(crate) async fn tend_at_once(&self) -> Result<(), StoreError> {
        while self.tending.at_once && self.tend(Timestamp::MAX).await? == Tended::Something {}
        Ok(())
    }

    /// Prepares a change of the parts while everything else goes on, and makes it in one short transaction.
    pub(crate) async fn change_parts<T: Send + 'static>(
        &self,
        patience: Patience,
        prepare: impl FnOnce(&Connection, &Room) -> Result<Option<(Change, T)>, PartError> + Send + 'static,
    ) -> Result<Changed<T>, StoreError> {
        let tending = self.tending.clone();
        let prepared = self.at_parts(move |connection| {
            let Some(room) = Room::enter(connection, patience, &tending)? else { return Ok(None) };
            Ok(Some(prepare(connection, &room)?.map(|prepared| (room, prepared))))
        });
        let (room, (change, told)) = match prepared.await? {
            None => return Ok(Changed::Elsewhere),
            Some(None) => return Ok(Changed::Nothing),
            Some(Some(prepared)) => prepared,
        };
        self.write(move |transaction| {
            room.about_to("change the manifest");
            let is_made = apply(transaction, change).map_err(broken)?;
            room.about_to("commit the change");
            // The folder goes with the answer: nobody else may have it before the commit.
            Ok(if is_made { (Changed::Something(told), room) } else { (Changed::Outdated, room) })
        })
        .await
        .map(|(changed, room)| {
            room.about_to("leave the folder");
            changed
        })
    }
}

/// Drops what one part, or the oldest blocks, hold from before a time.
fn purge_some(connection: &Connection, room: &Room, time: i64) -> Result<Option<(Change, u64)>, PartError> {
    if let Some(entry) = manifest::entries(connection)?.iter().find(|entry| entry.contents.times.0 < time) {
        let is_old = |row: &mut ClickRow| if row.at.as_millisecond() < time { Fate::IsDropped } else { Fate::Stays };
        return rewrite(connection, room, entry, is_old).map(Some);
    }
    Ok(compact(connection, room, Wanted::AllBefore(time))?.map(|change| (change, 0)))
}

fn drop_sums(connection: &Connection, before: UtcDay) -> rusqlite::Result<()> {
    let day = before.number();
    connection.execute("DELETE FROM link_quarters WHERE quarter < ?", [day * crate::clicks::QUARTERS_A_DAY])?;
    for table in ["settled_days", "day_links", "day_numbers", "day_subjects"] {
        connection.execute(&format!("DELETE FROM {table} WHERE day < ?"), [day])?;
    }
    Ok(())
}

/// Forgets what one part holds of these clicks.
fn forget_in_part(connection: &Connection, room: &Room, clicks: &BTreeSet<ClickId>) -> Result<Option<(Change, u64)>, PartError> {
    for entry in manifest::entries(connection)? {
        let (lowest, highest) = entry.contents.ids;
        let part = manifest::open(connection, &entry)?;
        let mut found = BTreeSet::new();
        for id in clicks.iter().filter(|id| (lowest..=highest).contains(id.0.as_bytes())) {
            found.extend(log::place_of(&part, *id)?.map(|_| *id));
        }
        if !found.is_empty() {
            return rewrite(connection, room, &entry, |row| if found.contains(&row.id) { anonymise(row) } else { Fate::Stays }).map(Some);
        }
    }
    Ok(None)
}

/// Forgets what one block holds of these clicks.
fn forget_in_blocks(connection: &Connection, _: &Room, clicks: &BTreeSet<ClickId>) -> Result<Option<(Change, u64)>, PartError> {
    let _moment = connection.unchecked_transaction()?;
    for id in clicks {
        if let Some(first) = blocks::holding_id(connection, *id)? {
            let (mut change, mut count, mut rows) = (Change::default(), 0, blocks::read(connection, first)?);
            for row in rows.iter_mut().filter(|row| clicks.contains(&row.id)) {
                anonymise(row);
                count += 1;
                change.stale_days.insert(UtcDay::of(row.at).number());
            }
            change.block = Some((first, rows));
            return Ok(Some((change, count)));
        }
    }
    Ok(None)
}

fn anonymise(row: &mut ClickRow) -> Fate {
    let agent = row.user_agent.agent.clone();
    row.id = ClickId(uuid::Uuid::nil());
    row.address = None;
    row.visitor = None;
    row.user_agent = Arc::new(UserAgent { text: "".into(), agent });
    row.place = Arc::new(Place { country: row.place.country, ..Place::default() });
    row.utm = Utm::default();
    row.metadata = Vec::new();
    Fate::IsChanged
}
