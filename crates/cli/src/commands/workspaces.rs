//! `trackway workspaces`: tenants.

use crate::arguments::House;
use crate::commands::block_on;
use crate::{installation, output};
use anyhow::Context as _;
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use trackway_app::accounts::create::NewAccount;
use trackway_app::workspaces;
use trackway_app::workspaces::found::NewWorkspace;
use trackway_domain::account::Handle;
use trackway_domain::destination::Destination;
use trackway_domain::text::Name;
use trackway_domain::workspace::Workspace;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a workspace and print its admin key: it cannot be shown again
    #[command(after_help = "Example:
  trackway workspaces create --data ./data --name Studio --handle studio --profile-url https://example.com/studio --json")]
    Create(Create),
    /// List the workspaces, oldest first
    #[command(after_help = "Example:
  trackway workspaces list --data ./data --json")]
    List(House),
}

#[derive(Debug, Args)]
pub(crate) struct Create {
    #[command(flatten)]
    house: House,
    /// What people call it
    #[arg(long)]
    name: String,
    /// Its default account's name in paths: 2-30 letters, digits, '_', '-', '.'
    #[arg(long)]
    handle: String,
    /// Where the links of its default account lead when they name no destination
    #[arg(long, value_name = "URL")]
    profile_url: String,
}

pub(crate) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Create(options) => block_on(create(options)),
        Command::List(house) => block_on(list(house)),
    }
}

async fn create(options: Create) -> anyhow::Result<()> {
    let account = NewAccount {
        handle: Handle::parse(&options.handle).context("--handle")?,
        profile: Destination::parse(&options.profile_url).context("--profile-url")?,
        name: None,
        email: None,
        country: None,
    };
    let new = NewWorkspace { name: Name::parse(&options.name).context("--name")?, account };
    let (_, app) = installation::for_house(&options.house.data).await?;
    let workspace = workspaces::found::another(&app, new).await?;
    let secret = workspaces::found::first_key(&app, &workspace).await?;
    let mut printed = row(&workspace);
    printed["key"] = secret.map(|secret| secret.reveal().to_owned()).into();
    output::object(&printed, options.house.json);
    Ok(())
}

async fn list(house: House) -> anyhow::Result<()> {
    let (_, app) = installation::for_house(&house.data).await?;
    let rows = app.store.workspaces().list().await?.iter().map(row).collect::<Vec<_>>();
    output::table(&rows, &["id", "name", "createdAt"], house.json);
    Ok(())
}

fn row(workspace: &Workspace) -> Value {
    json!({
        "id": workspace.id.to_string(),
        "name": workspace.name.as_str(),
        "createdAt": workspace.created_at.to_string(),
    })
}
