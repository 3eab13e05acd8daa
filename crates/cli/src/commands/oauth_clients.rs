//! `trackway oauth-clients`: the programs that people can allow something.

use crate::arguments::Place;
use crate::commands::block_on;
use crate::{installation, output};
use anyhow::{Context as _, anyhow, ensure};
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use trackway_app::oauth::register_client::{NewClient, register_client};
use trackway_app::oauth::revoke_client::revoke_client;
use trackway_domain::audit::Doer;
use trackway_domain::oauth::client::{ClientId, ClientKind, OauthClient};
use trackway_domain::oauth::redirect_uri::RedirectUri;
use trackway_domain::oauth::scope::{Scope, ScopeSet};
use trackway_domain::secret::Secret;
use trackway_domain::text::Name;
use uuid::Uuid;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Register a client and print its secret: it cannot be shown again
    #[command(after_help = "A client with redirect URIs is an app that signs people in. One without is a script of the
workspace, which gets tokens by its secret alone (client_credentials).

Examples:
  trackway oauth-clients create --data ./data --name Planner --redirect-uri https://planner.example.com/callback
  trackway oauth-clients create --data ./data --name 'Phone app' --redirect-uri com.example.app:/callback --public
  trackway oauth-clients create --data ./data --name 'Nightly report' --scopes 'read:creator read:tracking_links' --json")]
    Create(Create),
    /// List the clients, newest first
    #[command(after_help = "Example:
  trackway oauth-clients list --data ./data --json")]
    List(Place),
    /// End a client: every token that it has is refused from now on
    #[command(after_help = "Example:
  trackway oauth-clients revoke --data ./data 01a1fdf6-668b-7a94-acd3-474ae2ad1de0")]
    Revoke(Revoke),
}

#[derive(Debug, Args)]
pub(crate) struct Create {
    #[command(flatten)]
    place: Place,
    /// What people call it: they read it when they are asked
    #[arg(long)]
    name: String,
    /// Where it may have people sent back to, compared to the letter; may be given several times
    #[arg(long = "redirect-uri", value_name = "URI")]
    redirect_uris: Vec<String>,
    /// What it may ask for, separated by spaces; everything unless given
    #[arg(long)]
    scopes: Option<String>,
    /// It can keep no secret, as an app on a phone or in a browser
    #[arg(long)]
    public: bool,
    /// Let it also act for the whole workspace by its secret alone
    #[arg(long)]
    acts_for_workspace: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Revoke {
    #[command(flatten)]
    place: Place,
    /// The client's id, as `oauth-clients list` prints it
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
    let uri = |text: &String| RedirectUri::parse(text).with_context(|| format!("--redirect-uri: '{text}'"));
    let redirect_uris = options.redirect_uris.iter().map(uri).collect::<anyhow::Result<_>>()?;
    let new = NewClient {
        name: Name::parse(&options.name).context("--name")?,
        kind: ClientKind::new(redirect_uris, options.public, options.acts_for_workspace).context("--public")?,
        scopes: options.scopes.as_deref().map_or_else(|| Ok(ScopeSet::all()), scopes)?,
    };
    let (_, app, workspace) = installation::for_first_command(&options.place).await?;
    let (client, secret) = register_client(&app, workspace.id, Doer::CommandLine, new).await?;
    let mut printed = row(&client);
    if let Some(printed) = printed.as_object_mut() {
        printed.shift_insert(1, "clientSecret".to_owned(), json!(secret.as_ref().map(Secret::reveal)));
    }
    output::object(&printed, options.place.json);
    Ok(())
}

async fn list(place: Place) -> anyhow::Result<()> {
    let (_, app, workspace) = installation::for_command(&place).await?;
    let rows = app.store.oauth_clients().list(workspace.id).await?.iter().map(row).collect::<Vec<_>>();
    output::table(&rows, &["clientId", "name", "redirectUris", "public", "createdAt", "revokedAt"], place.json);
    Ok(())
}

async fn revoke(options: Revoke) -> anyhow::Result<()> {
    let (_, app, workspace) = installation::for_command(&options.place).await?;
    revoke_client(&app, workspace.id, Doer::CommandLine, ClientId(options.id)).await?;
    output::object(&json!({"clientId": options.id.to_string(), "revoked": true}), options.place.json);
    Ok(())
}

/// Reads scopes, at least one.
pub(super) fn scopes(text: &str) -> anyhow::Result<ScopeSet> {
    let known = || Scope::ALL.map(Scope::as_str).join(", ");
    let scopes = ScopeSet::parse(text).map_err(|name| anyhow!("--scopes: there is no scope '{name}'; the scopes are {}", known()))?;
    ensure!(!scopes.as_slice().is_empty(), "--scopes: name at least one of {}", known());
    Ok(scopes)
}

fn row(client: &OauthClient) -> Value {
    json!({
        "clientId": client.id.to_string(),
        "name": client.name.as_str(),
        "redirectUris": client.redirect_uris.iter().map(RedirectUri::as_str).collect::<Vec<_>>(),
        "scopes": client.scopes.as_slice().iter().map(|scope| scope.as_str()).collect::<Vec<_>>(),
        "public": client.secret.is_none(),
        "actsForWorkspace": client.acts_for_workspace,
        "createdAt": client.created_at.to_string(),
        "revokedAt": client.revoked_at.map(|at| at.to_string()),
    })
}
