//! `trackway tokens`: access tokens for scripts and first trials, without the sign-in that a person would go through.

use crate::arguments::Place;
use crate::commands::block_on;
use crate::{installation, output};
use anyhow::{Context as _, ensure};
use clap::{Args, Subcommand};
use serde_json::json;
use trackway_app::ids;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Issue a token that acts for one account, for an hour
    #[command(after_help = "Example:
  trackway tokens issue --data ./data --account mia --scopes 'read:tracking_links write:tracking_links' --json")]
    Issue(Issue),
}

#[derive(Debug, Args)]
pub(crate) struct Issue {
    #[command(flatten)]
    place: Place,
    /// The account's handle
    #[arg(long, value_name = "HANDLE")]
    account: String,
    /// What the token allows, separated by spaces
    #[arg(long)]
    scopes: String,
}

/// The scopes that a token can have.
const SCOPES: [&str; 10] = [
    "openid",
    "offline",
    "offline_access",
    "read:self",
    "read:creator",
    "write:creator",
    "read:fan",
    "read:insights",
    "read:tracking_links",
    "write:tracking_links",
];

/// What tokens from the command line call their client.
const CLIENT: &str = "trackway-cli";

pub(crate) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Issue(options) => block_on(issue(options)),
    }
}

async fn issue(options: Issue) -> anyhow::Result<()> {
    let scopes = options.scopes.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    ensure!(!scopes.is_empty(), "--scopes: name at least one of {}", SCOPES.join(", "));
    for scope in &scopes {
        ensure!(SCOPES.contains(&scope.as_str()), "--scopes: there is no scope '{scope}'; the scopes are {}", SCOPES.join(", "));
    }
    let (folder, app, workspace) = installation::for_command(&options.place.data).await?;
    let account = app.store.accounts().find_by_handle(workspace.id, &options.account).await?;
    let account = account.with_context(|| format!("there is no account with the handle '{}'", options.account))?;
    let issuer = folder.token_issuer(&app).await?;
    let token = issuer.issue(account.id, CLIENT, &scopes, app.clock.now(), ids::uuid(&*app.clock, &*app.random))?;
    let printed = json!({
        "access_token": token.access_token,
        "token_type": "bearer",
        "expires_in": token.expires_in,
        "scope": scopes.join(" "),
    });
    output::object(&printed, options.place.json);
    Ok(())
}
