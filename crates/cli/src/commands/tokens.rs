//! `trackway tokens`: access tokens for scripts and first trials, without the sign-in that a person would go through.

use crate::arguments::Place;
use crate::commands::block_on;
use crate::commands::oauth_clients::scopes;
use crate::{installation, output};
use anyhow::Context as _;
use clap::{Args, Subcommand};
use serde_json::json;
use trackway_app::ids;
use trackway_identity::TokenIssuer;
use trackway_identity::access_token::AccessClaims;

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

/// What tokens from the command line call their client.
const CLIENT: &str = "trackway-cli";

pub(crate) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Issue(options) => block_on(issue(options)),
    }
}

async fn issue(options: Issue) -> anyhow::Result<()> {
    let scope = scopes(&options.scopes)?.to_string();
    let (folder, app, workspace) = installation::for_command(&options.place).await?;
    let account = app.store.accounts().find_by_handle(workspace.id, &options.account).await?;
    let account = account.with_context(|| format!("there is no account with the handle '{}'", options.account))?;
    let issuer = folder.token_issuer(&app).await?;
    let claims = AccessClaims { account: account.id, client: CLIENT.to_owned(), scope: scope.clone(), consent: None };
    let token = issuer.issue(claims, app.clock.now(), ids::uuid(&*app.clock, &*app.random)).await?;
    let printed = json!({
        "access_token": token,
        "token_type": "bearer",
        "expires_in": TokenIssuer::LIFETIME.as_secs(),
        "scope": scope,
    });
    output::object(&printed, options.place.json);
    Ok(())
}
