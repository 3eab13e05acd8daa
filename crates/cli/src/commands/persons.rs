//! `trackway persons`: all that is kept about one person, shown or erased.

use crate::arguments::Place;
use crate::commands::block_on;
use crate::{installation, output};
use anyhow::{Context as _, bail, ensure};
use clap::{Args, Subcommand};
use serde_json::Value;
use trackway_app::App;
use trackway_app::persons::{dossier, erase};
use trackway_dialect_trackway::people::dossier as rows;
use trackway_domain::account::{AccountId, Handle};
use trackway_domain::audit::Doer;
use trackway_domain::person::{ExternalId, PersonId};
use trackway_domain::workspace::{Workspace, WorkspaceId};
use uuid::Uuid;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Print all that is kept about one person, as JSON
    #[command(after_help = "Examples:
  trackway persons export --data ./data fan-1 > fan-1.json
  trackway persons export --data ./data fan-1 --account mia")]
    Export(Who),
    /// Erase whatever tells who a person is; what he did counts on as what nobody did, and no number changes
    #[command(after_help = "Example:
  trackway persons erase --data ./data fan-1 --account mia --yes")]
    Erase(Erase),
}

#[derive(Debug, Args)]
pub(crate) struct Who {
    #[command(flatten)]
    place: Place,
    /// The account's own id of the person, or the person's uuid
    person: String,
    /// The handle of the account, where several know somebody under that id
    #[arg(long)]
    account: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Erase {
    #[command(flatten)]
    who: Who,
    /// It cannot be undone
    #[arg(long)]
    yes: bool,
}

pub(crate) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Export(who) => block_on(export(who)),
        Command::Erase(options) => block_on(erase_one(options)),
    }
}

async fn export(who: Who) -> anyhow::Result<()> {
    let (_, app, workspace) = installation::for_command(&who.place).await?;
    let person = find(&app, &workspace, &who).await?;
    let dossier = dossier::dossier(&app, workspace.id, person).await?;
    // It is nested, which lines are not.
    output::object(&rows::dossier(&dossier), true);
    Ok(())
}

async fn erase_one(options: Erase) -> anyhow::Result<()> {
    ensure!(options.yes, "erasing cannot be undone; say --yes");
    let (_, app, workspace) = installation::for_command(&options.who.place).await?;
    let person = find(&app, &workspace, &options.who).await?;
    let erased: Value = rows::erased(&erase::erase(&app, workspace.id, Doer::CommandLine, person).await?);
    output::object(&erased, options.who.place.json);
    Ok(())
}

async fn find(app: &App, workspace: &Workspace, who: &Who) -> anyhow::Result<PersonId> {
    let account = match &who.account {
        Some(handle) => Some(account(app, workspace.id, handle).await?),
        None => None,
    };
    let id = ExternalId::parse(&who.person).context("the person's id")?;
    let found = dossier::named(app, workspace.id, account, &id).await?;
    match (&found[..], Uuid::try_parse(&who.person)) {
        ([person], _) => Ok(person.id),
        ([], Ok(id)) => Ok(PersonId(id)),
        ([], Err(_)) => bail!("nobody is known as '{}'", who.person),
        (several, _) => bail!("{} accounts know somebody as '{}'; name one with --account", several.len(), who.person),
    }
}

async fn account(app: &App, workspace: WorkspaceId, handle: &str) -> anyhow::Result<AccountId> {
    let handle = Handle::parse(handle).context("--account")?;
    let found = app.store.accounts().find_by_handle(workspace, handle.as_str()).await?;
    Ok(found.with_context(|| format!("--account: there is no account '{}'", handle.as_str()))?.id)
}
