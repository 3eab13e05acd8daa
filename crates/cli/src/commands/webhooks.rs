//! `trackway webhooks`: what is told to whom, and how that went.

use crate::arguments::Place;
use crate::commands::block_on;
use crate::{installation, output};
use anyhow::ensure;
use clap::{Args, Subcommand};
use jiff::SignedDuration;
use serde_json::{Value, json};
use trackway_app::{Actor, App, webhooks};
use trackway_domain::audit::Doer;
use trackway_domain::event::DeliveryId;
use trackway_domain::key::{KeyScope, KeyScopes};
use trackway_domain::webhook::{Webhook, WebhookEvent, WebhookId};
use trackway_domain::workspace::Workspace;
use trackway_store::outbox::Delivery;
use uuid::Uuid;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the webhooks, newest first
    #[command(after_help = "Example:
  trackway webhooks list --data ./data --json")]
    List(Place),
    /// List what a webhook was told and is still to be told, the last event first
    #[command(after_help = "Example:
  trackway webhooks deliveries --data ./data 01a1fdf6-668b-7a94-acd3-474ae2ad1de0 --limit 20")]
    Deliveries(Deliveries),
    /// Send a delivery again: a running server does it at once, any other when it starts
    #[command(after_help = "Example:
  trackway webhooks replay --data ./data 01a1fdf6-668b-7a94-acd3-474ae2ad1de0 01a1fdf7-0c2e-7d31-9a55-3f6b0f1c2d4e")]
    Replay(Replay),
    /// Give a webhook another secret and print it: it cannot be shown again
    #[command(after_help = "Example:
  trackway webhooks rotate-secret --data ./data 01a1fdf6-668b-7a94-acd3-474ae2ad1de0 --overlap-hours 48")]
    RotateSecret(RotateSecret),
}

#[derive(Debug, Args)]
pub(crate) struct Named {
    #[command(flatten)]
    place: Place,
    /// The webhook's id, as `webhooks list` prints it
    id: Uuid,
}

#[derive(Debug, Args)]
pub(crate) struct Deliveries {
    #[command(flatten)]
    named: Named,
    /// How many to list at most, 1 to 1000
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    limit: u32,
}

#[derive(Debug, Args)]
pub(crate) struct Replay {
    #[command(flatten)]
    named: Named,
    /// The delivery's id, as `webhooks deliveries` prints it
    delivery: Uuid,
}

#[derive(Debug, Args)]
pub(crate) struct RotateSecret {
    #[command(flatten)]
    named: Named,
    /// How long the present secret goes on signing beside the new one, 0 to 168 hours
    #[arg(long, value_name = "HOURS", default_value_t = 24)]
    overlap_hours: i64,
}

pub(crate) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::List(place) => block_on(list(place)),
        Command::Deliveries(options) => block_on(deliveries(options)),
        Command::Replay(options) => block_on(replay(options)),
        Command::RotateSecret(options) => block_on(rotate_secret(options)),
    }
}

async fn list(place: Place) -> anyhow::Result<()> {
    let (app, actor) = open(&place).await?;
    let rows = webhooks::find::list(&app, &actor).await?.iter().map(row).collect::<Vec<_>>();
    output::table(&rows, &["id", "name", "url", "events", "active", "disabledReason"], place.json);
    Ok(())
}

async fn deliveries(options: Deliveries) -> anyhow::Result<()> {
    let Named { place, id } = options.named;
    let (app, actor) = open(&place).await?;
    let page = webhooks::list_deliveries::list_deliveries(&app, &actor, WebhookId(id), None, options.limit).await?;
    let rows = page.items.iter().map(delivery_row).collect::<Vec<_>>();
    output::table(&rows, &["id", "event", "happenedAt", "status", "attempts", "nextAttemptAt", "lastStatus", "lastError"], place.json);
    Ok(())
}

async fn replay(options: Replay) -> anyhow::Result<()> {
    let Named { place, id } = options.named;
    let (app, actor) = open(&place).await?;
    let delivery = webhooks::replay::replay(&app, &actor, WebhookId(id), DeliveryId(options.delivery)).await?;
    output::object(&delivery_row(&delivery), place.json);
    Ok(())
}

async fn rotate_secret(options: RotateSecret) -> anyhow::Result<()> {
    ensure!((0..=168).contains(&options.overlap_hours), "--overlap-hours: must be from 0 to 168");
    let Named { place, id } = options.named;
    let (app, actor) = open(&place).await?;
    let overlap = SignedDuration::from_hours(options.overlap_hours);
    let webhook = webhooks::rotate_secret::rotate_secret(&app, actor.workspace, Doer::CommandLine, WebhookId(id), overlap).await?;
    let until = webhook.retiring.as_ref().map(|retiring| retiring.until.to_string());
    let printed = json!({"id": webhook.id.to_string(), "secret": webhook.secret.reveal(), "previousSecretSignsUntil": until});
    output::object(&printed, place.json);
    Ok(())
}

async fn open(place: &Place) -> anyhow::Result<(App, Actor)> {
    let (_, app, workspace) = installation::for_command(place).await?;
    let actor = operator(&workspace);
    Ok((app, actor))
}

/// Whoever can read the folder may do everything in it.
fn operator(workspace: &Workspace) -> Actor {
    let scopes = KeyScopes::new(vec![KeyScope::Admin]);
    Actor { workspace: workspace.id, user: workspace.owner, account: None, key: None, scopes }
}

fn row(webhook: &Webhook) -> Value {
    let settings = &webhook.settings;
    json!({
        "id": webhook.id.to_string(),
        "name": settings.name.as_str(),
        "url": settings.url.as_str(),
        "events": settings.events.iter().copied().map(WebhookEvent::as_str).collect::<Vec<_>>(),
        "active": settings.is_active,
        "disabledAt": webhook.disabled.map(|disabled| disabled.at.to_string()),
        "disabledReason": webhook.disabled.map(|disabled| disabled.reason.as_str()),
        "createdAt": webhook.created_at.to_string(),
    })
}

fn delivery_row(delivery: &Delivery) -> Value {
    let last = delivery.attempts.last();
    json!({
        "id": delivery.id.to_string(),
        "eventId": delivery.event.to_string(),
        "event": delivery.name,
        "happenedAt": delivery.happened_at.to_string(),
        "status": delivery.state.as_str(),
        "attempts": delivery.tries,
        "nextAttemptAt": delivery.due_at.map(|at| at.to_string()),
        "lastStatus": last.and_then(|attempt| attempt.status),
        "lastError": last.and_then(|attempt| attempt.error.as_deref()),
    })
}
