//! `trackway accounts`: the creators or apps that links belong to.

mod set_inbound;
mod set_tracking_parameter;

use crate::arguments::Place;
use crate::commands::block_on;
use crate::{installation, output};
use anyhow::{Context as _, anyhow};
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use trackway_app::accounts::create::NewAccount;
use trackway_app::{App, accounts};
use trackway_domain::account::{Account, Handle, TrackingParameter};
use trackway_domain::audit::Doer;
use trackway_domain::destination::Destination;
use trackway_domain::targeting::Country;
use trackway_domain::text::Name;
use trackway_domain::workspace::Workspace;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make an account
    #[command(after_help = "Example:
  trackway accounts create --data ./data --handle mia --profile-url https://example.com/mia --json")]
    Create(Create),
    /// List the accounts, oldest first
    #[command(after_help = "Example:
  trackway accounts list --data ./data --json")]
    List(Place),
    /// Set the secret that a platform shows when it reports
    #[command(after_help = "Examples:
  trackway accounts set-inbound --data ./data --account mia --platform fanvue --secret-file secret.txt
  trackway accounts set-inbound --data ./data --account mia --platform fansly --json")]
    SetInbound(set_inbound::SetInbound),
    /// Tell the account's page which link led there, in a parameter
    #[command(after_help = "Example:
  trackway accounts set-tracking-parameter --data ./data --account mia --name c")]
    SetTrackingParameter(set_tracking_parameter::SetTrackingParameter),
}

#[derive(Debug, Args)]
pub(crate) struct Create {
    #[command(flatten)]
    place: Place,
    /// Its name in paths: 2-30 letters, digits, '_', '-', '.'
    #[arg(long)]
    handle: String,
    /// Where its links lead when they name no destination
    #[arg(long, value_name = "URL")]
    profile_url: String,
    /// What people call it; the handle unless given
    #[arg(long)]
    name: Option<String>,
    /// The creator's mail address
    #[arg(long)]
    email: Option<String>,
    /// The creator's country, as two letters
    #[arg(long, value_name = "CC")]
    country: Option<String>,
}

pub(crate) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Create(options) => block_on(create(options)),
        Command::List(place) => block_on(list(place)),
        Command::SetInbound(options) => block_on(set_inbound::set_inbound(options)),
        Command::SetTrackingParameter(options) => block_on(set_tracking_parameter::set_tracking_parameter(options)),
    }
}

async fn create(options: Create) -> anyhow::Result<()> {
    let country = |text: &str| Country::parse(text).ok_or_else(|| anyhow!("--country: '{text}' is no ISO 3166-1 code of two letters"));
    let new = NewAccount {
        handle: Handle::parse(&options.handle).context("--handle")?,
        profile: Destination::parse(&options.profile_url).context("--profile-url")?,
        name: options.name.as_deref().map(Name::parse).transpose().context("--name")?,
        email: options.email,
        country: options.country.as_deref().map(country).transpose()?,
    };
    let (_, app, workspace) = installation::for_first_command(&options.place).await?;
    let account = accounts::create::create(&app, workspace.id, Doer::CommandLine, new).await?;
    output::object(&row(&account), options.place.json);
    Ok(())
}

async fn list(place: Place) -> anyhow::Result<()> {
    let (_, app, workspace) = installation::for_command(&place).await?;
    let rows = app.store.accounts().list(workspace.id).await?.iter().map(row).collect::<Vec<_>>();
    output::table(&rows, &["id", "number", "handle", "profileUrl"], place.json);
    Ok(())
}

/// The account of that handle or id.
async fn named(app: &App, workspace: &Workspace, name: &str) -> anyhow::Result<Account> {
    let accounts = app.store.accounts().list(workspace.id).await?;
    let is_named = |account: &Account| {
        account.handle.as_str() == name || account.id.public() == name || account.id.to_string().eq_ignore_ascii_case(name)
    };
    accounts.into_iter().find(is_named).ok_or_else(|| anyhow!("--account: there is no account '{name}'"))
}

fn row(account: &Account) -> Value {
    json!({
        "id": account.id.public(),
        "uuid": account.id.to_string(),
        "number": account.number.to_string(),
        "handle": account.handle.as_str(),
        "profileUrl": account.profile.as_str(),
        "trackingParameter": account.tracking_parameter.as_ref().map(TrackingParameter::as_str),
    })
}
