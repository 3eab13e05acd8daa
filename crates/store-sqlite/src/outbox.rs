//! What webhooks are to be told, and how telling them went.

use crate::SqliteStore;
use crate::column::{broken, bytes, time_option, uuid};
use crate::{audit, deliveries, emit, webhooks};
use async_trait::async_trait;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row};
use trackway_domain::audit::{Action, AuditEntry, Doer};
use trackway_domain::event::DeliveryId;
use trackway_domain::webhook::{Disabled, DisabledReason, Webhook, WebhookEvent, WebhookId};
use trackway_domain::workspace::WorkspaceId;
use trackway_store::StoreError;
use trackway_store::events::{Subject, WebhookEnd};
use trackway_store::outbox::{Backlog, Delivery, DeliveryState, Errand, Health, Outbox, Outcome};
use trackway_store::page::Page;

#[async_trait]
impl Outbox for SqliteStore {
    async fn due(&self, now: Timestamp) -> Result<Vec<(WebhookId, Health)>, StoreError> {
        let select = "SELECT id, failures, failing_since FROM webhooks WHERE
            EXISTS (SELECT 1 FROM deliveries WHERE webhook = webhooks.id AND is_forced = 1 AND due_at <= ?1) OR
            is_active AND ifnull(paused_until, ?1) <= ?1
            AND EXISTS (SELECT 1 FROM deliveries WHERE webhook = webhooks.id AND due_at IS NOT NULL AND due_at <= ?1)";
        let due = |row: &Row<'_>| Ok((WebhookId(uuid(row, "id")?), health(row)?));
        self.read(move |connection| connection.prepare_cached(select)?.query_map([now.as_millisecond()], due)?.collect()).await
    }

    async fn errand(&self, webhook: WebhookId, now: Timestamp, limit: u32) -> Result<Option<Errand>, StoreError> {
        self.read(move |connection| errand(connection, webhook, now, limit)).await
    }

    async fn record(&self, outcomes: Vec<Outcome>) -> Result<(), StoreError> {
        self.write(move |transaction| outcomes.iter().try_for_each(|outcome| record(transaction, outcome))).await
    }

    async fn list(
        &self,
        workspace: WorkspaceId,
        webhook: WebhookId,
        behind: Option<DeliveryId>,
        limit: u32,
    ) -> Result<Option<Page<Delivery>>, StoreError> {
        self.read(move |connection| {
            if webhooks::find(connection, workspace, webhook)?.is_none() {
                return Ok(None);
            }
            let condition = "deliveries.webhook = ?1 AND (?2 IS NULL OR deliveries.id < ?2) ORDER BY deliveries.id DESC LIMIT ?3";
            let behind = behind.as_ref().map(|behind| bytes(&behind.0));
            let found = deliveries::select(connection, condition, (bytes(&webhook.0), behind, i64::from(limit) + 1))?;
            Ok(Some(Page::from_one_more(found.into_iter().map(|(delivery, _)| delivery).collect(), limit)))
        })
        .await
    }

    async fn test(&self, workspace: WorkspaceId, webhook: WebhookId, at: Timestamp) -> Result<Option<Delivery>, StoreError> {
        self.write(move |transaction| {
            if webhooks::find(transaction, workspace, webhook).map_err(broken)?.is_none() {
                return Ok(None);
            }
            let event = emit::put(transaction, workspace, at, &Subject::Test, &[webhook], true)?;
            let id = deliveries::id_of(transaction, webhook, event).map_err(broken)?;
            id.map_or(Ok(None), |id| deliveries::find(transaction, webhook, id).map_err(broken))
        })
        .await
    }

    async fn replay(
        &self,
        workspace: WorkspaceId,
        webhook: WebhookId,
        delivery: DeliveryId,
        at: Timestamp,
    ) -> Result<Option<Delivery>, StoreError> {
        self.write(move |transaction| {
            if webhooks::find(transaction, workspace, webhook).map_err(broken)?.is_none() {
                return Ok(None);
            }
            deliveries::replay(transaction, webhook, delivery, at.as_millisecond()).map_err(broken)?;
            deliveries::find(transaction, webhook, delivery).map_err(broken)
        })
        .await
    }

    async fn forget(&self, before: Timestamp, limit: u32) -> Result<u32, StoreError> {
        self.write(move |transaction| forget(transaction, before.as_millisecond(), limit).map_err(broken)).await
    }

    async fn shed(&self, most: u32, limit: u32) -> Result<u32, StoreError> {
        self.write(move |transaction| shed(transaction, most, limit).map_err(broken)).await
    }

    async fn backlog(&self, now: Timestamp) -> Result<Backlog, StoreError> {
        let select = "SELECT count(*) AS waiting, min(due_at) AS oldest FROM deliveries JOIN webhooks ON webhooks.id = webhook
            WHERE due_at IS NOT NULL AND is_active";
        let backlog = move |row: &Row<'_>| {
            let waiting = row.get::<_, i64>("waiting")?.cast_unsigned();
            Ok(Backlog { waiting, due_since: time_option(row, "oldest")?.filter(|oldest| *oldest <= now) })
        };
        self.read(move |connection| connection.query_row(select, [], backlog)).await
    }
}

fn shed(connection: &Connection, most: u32, limit: u32) -> rusqlite::Result<u32> {
    let mut webhooks = connection.prepare_cached("SELECT DISTINCT webhook FROM deliveries WHERE due_at IS NOT NULL AND is_forced = 0")?;
    let webhooks = webhooks.query_map([], |row| row.get::<_, [u8; 16]>(0))?.collect::<Result<Vec<_>, _>>()?;
    let mut count =
        connection.prepare_cached("SELECT count(*) FROM deliveries WHERE webhook = ? AND due_at IS NOT NULL AND is_forced = 0")?;
    // Ids are in the order of time.
    let update = "UPDATE deliveries SET state = ?1, due_at = NULL WHERE webhook = ?2 AND id IN (
        SELECT id FROM deliveries WHERE webhook = ?2 AND due_at IS NOT NULL AND is_forced = 0 ORDER BY id LIMIT ?3)";
    let mut update = connection.prepare_cached(update)?;
    let mut given_up = 0;
    for webhook in webhooks {
        let too_many = count.query_row([webhook], |row| row.get::<_, u32>(0))?.saturating_sub(most).min(limit - given_up);
        update.execute((DeliveryState::GivenUp.as_str(), webhook, too_many))?;
        given_up += too_many;
    }
    Ok(given_up)
}

fn errand(connection: &Connection, id: WebhookId, now: Timestamp, limit: u32) -> rusqlite::Result<Option<Errand>> {
    let select = "SELECT *, is_active AND ifnull(paused_until, ?2) <= ?2 AS is_told FROM webhooks WHERE id = ?1";
    let found = |row: &Row<'_>| Ok((webhooks::webhook(row)?, health(row)?, row.get::<_, bool>("is_told")?));
    let mut select = connection.prepare_cached(select)?;
    let Some((webhook, health, is_told)) = select.query_row((bytes(&id.0), now.as_millisecond()), found).optional()? else {
        return Ok(None);
    };
    let condition = "deliveries.webhook = ?1 AND due_at IS NOT NULL AND due_at <= ?2 AND (?3 OR is_forced = 1)
        ORDER BY due_at, event LIMIT ?4";
    let due = deliveries::select(connection, condition, (bytes(&id.0), now.as_millisecond(), is_told, limit))?;
    Ok(Some(Errand { webhook, health, due }))
}

fn health(row: &Row<'_>) -> rusqlite::Result<Health> {
    Ok(Health { failures: row.get("failures")?, failing_since: time_option(row, "failing_since")? })
}

fn record(connection: &Connection, outcome: &Outcome) -> Result<(), StoreError> {
    if !deliveries::tried(connection, outcome).map_err(broken)? {
        // The webhook was deleted while it was told.
        return Ok(());
    }
    let (webhook, at) = (bytes(&outcome.webhook.0), outcome.attempt.at.as_millisecond());
    if outcome.attempt.error.is_none() {
        let update = "UPDATE webhooks SET failures = 0, failing_since = NULL, paused_until = NULL WHERE id = ? AND failures > 0";
        connection.prepare_cached(update).and_then(|mut update| update.execute([webhook])).map_err(broken)?;
    } else {
        let pause = outcome.pause_until.map(Timestamp::as_millisecond);
        let update = "UPDATE webhooks SET failures = failures + 1, failing_since = ifnull(failing_since, ?),
            paused_until = max(ifnull(paused_until, 0), ifnull(?, 0)) WHERE id = ?";
        connection.prepare_cached(update).and_then(|mut update| update.execute((at, pause, webhook))).map_err(broken)?;
    }
    outcome.disable.map_or(Ok(()), |reason| disable(connection, outcome, reason))
}

/// Switches a webhook off that is on, and tells those who want to know.
fn disable(connection: &Connection, outcome: &Outcome, reason: DisabledReason) -> Result<(), StoreError> {
    let select = "SELECT * FROM webhooks WHERE id = ? AND is_active";
    let found = connection.query_row(select, [bytes(&outcome.webhook.0)], webhooks::webhook).optional().map_err(broken)?;
    let Some(mut webhook) = found else { return Ok(()) };
    let at = outcome.attempt.at;
    webhook.settings.is_active = false;
    (webhook.disabled, webhook.updated_at) = (Some(Disabled { reason, at }), at);
    webhooks::replace(connection, &webhook)?;
    note(connection, &webhook, at, reason).map_err(broken)?;
    let Webhook { id, workspace, settings, .. } = webhook;
    let end = WebhookEnd { id, name: settings.name.as_str().to_owned(), url: settings.url, reason };
    emit::emit(connection, workspace, at, WebhookEvent::Webhook, || Ok(Subject::Webhook(Box::new(end))))
}

fn note(connection: &Connection, webhook: &Webhook, at: Timestamp, reason: DisabledReason) -> rusqlite::Result<()> {
    let entry = AuditEntry {
        at,
        workspace: Some(webhook.workspace),
        doer: Doer::Server,
        action: Action::WebhookDisabled,
        subject: webhook.id.to_string(),
        details: [("reason".to_owned(), reason.as_str().into())].into_iter().collect(),
    };
    audit::append(connection, &entry)
}

fn forget(connection: &Connection, before: i64, limit: u32) -> rusqlite::Result<u32> {
    let events = "SELECT number FROM outbox WHERE at < ? ORDER BY at LIMIT ?";
    let numbers = connection.prepare_cached(events)?.query_map((before, limit), |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    for number in &numbers {
        connection.prepare_cached("DELETE FROM deliveries WHERE event = ?")?.execute([number])?;
        connection.prepare_cached("DELETE FROM outbox WHERE number = ?")?.execute([number])?;
    }
    Ok(u32::try_from(numbers.len()).unwrap_or(limit))
}
