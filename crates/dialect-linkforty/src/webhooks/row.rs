//! The row of a webhook.

use crate::row::{Row, time, with_twins};
use serde::Serialize;
use std::collections::BTreeMap;
use trackway_domain::webhook::{Webhook, WebhookEvent, WebhookId};
use trackway_domain::workspace::WorkspaceId;
use utoipa::ToSchema;

/// A webhook as clients see it: without its secret.
pub(crate) fn row(webhook: &Webhook) -> Row {
    let settings = &webhook.settings;
    with_twins(WebhookRow {
        id: webhook.id,
        organization_id: webhook.workspace,
        name: settings.name.as_str(),
        url: settings.url.as_str(),
        events: settings.events.iter().copied().map(WebhookEvent::as_str).collect(),
        headers: settings.headers.iter().map(|header| (header.name(), header.value())).collect(),
        retry_count: settings.attempts,
        timeout_ms: settings.timeout_milliseconds,
        click_batch_size: settings.clicks_at_once,
        is_active: settings.is_active,
        disabled_at: webhook.disabled.map(|disabled| time(disabled.at)),
        disabled_reason: webhook.disabled.map(|disabled| disabled.reason.as_str()),
        created_at: time(webhook.created_at),
        updated_at: time(webhook.updated_at),
    })
}

/// The keys in their order.
#[derive(Serialize, ToSchema)]
pub(crate) struct WebhookRow<'a> {
    #[schema(value_type = Uuid)]
    id: WebhookId,
    #[schema(value_type = Uuid)]
    organization_id: WorkspaceId,
    name: &'a str,
    url: &'a str,
    events: Vec<&'a str>,
    headers: BTreeMap<&'a str, &'a str>,
    retry_count: u8,
    timeout_ms: u16,
    click_batch_size: u16,
    is_active: bool,
    #[schema(format = DateTime)]
    disabled_at: Option<String>,
    disabled_reason: Option<&'a str>,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    updated_at: String,
}
