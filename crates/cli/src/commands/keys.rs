//! `trackway keys`: API keys.

use crate::arguments::Place;
use crate::commands::block_on;
use crate::{installation, output};
use anyhow::{Context as _, anyhow, ensure};
use clap::{Args, Subcommand};
use jiff::Timestamp;
use serde_json::{Value, json};
use trackway_app::clock::{Clock as _, SystemClock};
use trackway_app::keys;
use trackway_app::keys::create::NewKey;
use trackway_domain::audit::Doer;
use trackway_domain::key::{ApiKey, KeyId, KeyScope, KeyScopes};
use trackway_domain::text::Name;
use uuid::Uuid;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a key and print it: it cannot be shown again
    #[command(after_help = "Examples:
  trackway keys create --data ./data --name ci
  trackway keys create --data ./data --name shop --scopes 'links:read links:write' --json")]
    Create(Create),
    /// List the keys, newest first
    #[command(after_help = "Example:
  trackway keys list --data ./data --json")]
    List(Place),
    /// End a key: the next request that shows it is refused
    #[command(after_help = "Example:
  trackway keys revoke --data ./data 01a1fdf6-668b-7a94-acd3-474ae2ad1de0")]
    Revoke(Revoke),
}

#[derive(Debug, Args)]
pub(crate) struct Create {
    #[command(flatten)]
    place: Place,
    /// What people call it
    #[arg(long)]
    name: String,
    /// What it allows: admin, links:read, links:write, conversions:write, stats:read
    #[arg(long, default_value = "admin")]
    scopes: String,
    /// When it ends by itself, such as 2030-01-01T00:00:00Z
    #[arg(long, value_name = "TIME")]
    expires_at: Option<Timestamp>,
}

#[derive(Debug, Args)]
pub(crate) struct Revoke {
    #[command(flatten)]
    place: Place,
    /// The key's id, as `keys list` prints it
    id: Uuid,
}

pub(crate) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Create(options) => block_on(create(options)),
        Command::List(place) => block_on(list(place)),
        Command::Revoke(options) => block_on(revoke(options)),
    }
}

async fn create(options: Create) -> anyhow::Result<()> {
    let known = || KeyScope::ALL.map(KeyScope::as_str).join(", ");
    let unknown = |name| anyhow!("--scopes: there is no scope '{name}'; the scopes are {}", known());
    let scopes = KeyScopes::parse(&options.scopes).map_err(unknown)?;
    ensure!(!scopes.as_slice().is_empty(), "--scopes: name at least one of {}", known());
    let name = Name::parse(&options.name).context("--name")?;
    if let Some(end) = options.expires_at {
        ensure!(end > SystemClock.now(), "--expires-at: {end} has passed");
    }
    let (_, app, workspace) = installation::for_first_command(&options.place).await?;
    let (key, secret) =
        keys::create::create(&app, &workspace, Doer::CommandLine, NewKey { name, scopes, expires_at: options.expires_at }).await?;
    let printed = json!({
        "id": key.id.to_string(),
        "key": secret.reveal(),
        "prefix": key.prefix,
        "scopes": scope_names(&key),
        "workspaceId": key.workspace.to_string(),
    });
    output::object(&printed, options.place.json);
    Ok(())
}

async fn list(place: Place) -> anyhow::Result<()> {
    let (_, app, workspace) = installation::for_command(&place).await?;
    let keys = app.store.keys().list(workspace.id).await?;
    let time = |at: Option<Timestamp>| at.map(|at| at.to_string());
    let row = |key: &ApiKey| {
        json!({
            "id": key.id.to_string(),
            "name": key.name.as_str(),
            "prefix": key.prefix,
            "scopes": scope_names(key),
            "createdAt": key.created_at.to_string(),
            "expiresAt": time(key.expires_at),
            "lastUsedAt": time(key.last_used_at),
            "revokedAt": time(key.revoked_at),
        })
    };
    let rows = keys.iter().map(row).collect::<Vec<_>>();
    output::table(&rows, &["id", "name", "prefix", "scopes", "createdAt", "lastUsedAt", "revokedAt"], place.json);
    Ok(())
}

async fn revoke(options: Revoke) -> anyhow::Result<()> {
    let (_, app, workspace) = installation::for_command(&options.place).await?;
    keys::revoke::revoke(&app, workspace.id, Doer::CommandLine, KeyId(options.id)).await?;
    output::object(&json!({"id": options.id.to_string(), "revoked": true}), options.place.json);
    Ok(())
}

fn scope_names(key: &ApiKey) -> Vec<Value> {
    key.scopes.as_slice().iter().map(|scope| scope.as_str().into()).collect()
}
