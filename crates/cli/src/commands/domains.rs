//! `trackway domains`: host names of a workspace, under which its links are opened too.

use crate::arguments::Place;
use crate::commands::block_on;
use crate::records::NameServer;
use crate::{installation, output};
use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use trackway_app::domains::add::add as name;
use trackway_app::domains::verify::{Found, verify as look_for_proof};
use trackway_app::domains::{find, remove as give_up};
use trackway_app::{App, Error};
use trackway_domain::audit::Doer;
use trackway_domain::custom_domain::{CustomDomain, CustomDomainId, Hostname};
use trackway_domain::workspace::WorkspaceId;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Name a host name, and print the DNS record that proves whose it is
    #[command(after_help = "Example:
  trackway domains add --data ./data go.example.com")]
    Add(Named),
    /// List the host names
    #[command(after_help = "Example:
  trackway domains list --data ./data --json")]
    List(Place),
    /// Look for a host name's record; from then on links are opened there
    #[command(after_help = "Examples:
  trackway domains verify --data ./data go.example.com
  trackway domains verify --data ./data go.example.com --name-server 9.9.9.9:53")]
    Verify(Verify),
    /// Give up a host name
    #[command(after_help = "Example:
  trackway domains remove --data ./data go.example.com")]
    Remove(Named),
}

#[derive(Debug, Args)]
pub(crate) struct Named {
    #[command(flatten)]
    place: Place,
    /// The host name, such as go.example.com
    host: String,
}

#[derive(Debug, Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    named: Named,
    /// The name server to ask [default: whom the system asks]
    #[arg(long, value_name = "ADDR:PORT", env = "TRACKWAY_NAME_SERVER")]
    name_server: Option<SocketAddr>,
}

pub(crate) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Add(named) => block_on(add(named)),
        Command::List(place) => block_on(list(place)),
        Command::Verify(options) => block_on(verify(options)),
        Command::Remove(named) => block_on(remove(named)),
    }
}

async fn add(Named { place, host }: Named) -> anyhow::Result<()> {
    let host = Hostname::parse(&host).context("the host name")?;
    let (_, app, workspace) = installation::for_first_command(&place).await?;
    let domain = name(&app, workspace.id, Doer::CommandLine, host).await?;
    output::object(&row(&domain), place.json);
    Ok(())
}

async fn list(place: Place) -> anyhow::Result<()> {
    let (_, app, workspace) = installation::for_command(&place).await?;
    let rows = find::list(&app, workspace.id).await?.iter().map(row).collect::<Vec<_>>();
    output::table(&rows, &["host", "isVerified", "recordName", "recordValue", "createdAt"], place.json);
    Ok(())
}

async fn verify(Verify { named: Named { place, host }, name_server }: Verify) -> anyhow::Result<()> {
    let (_, app, workspace) = installation::for_command(&place).await?;
    let app = App { records: Arc::new(NameServer::at(name_server)), ..app };
    let id = id_of(&app, workspace.id, &host).await?;
    match look_for_proof(&app, workspace.id, Doer::CommandLine, id).await {
        Ok(Found::Proof(domain)) => output::object(&row(&domain), place.json),
        Ok(Found::Nothing(domain)) => bail!("there is no TXT record {} that says {}", domain.record_name(), domain.record_value()),
        Ok(Found::NoAnswer(domain, why)) => bail!("the TXT record {} cannot be looked up: {why}", domain.record_name()),
        Err(Error::Taken(host)) => bail!("{host} is known to be another workspace's"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn remove(Named { place, host }: Named) -> anyhow::Result<()> {
    let (_, app, workspace) = installation::for_command(&place).await?;
    let id = id_of(&app, workspace.id, &host).await?;
    give_up::remove(&app, workspace.id, Doer::CommandLine, id).await?;
    output::object(&json!({"host": host, "removed": true}), place.json);
    Ok(())
}

async fn id_of(app: &App, workspace: WorkspaceId, host: &str) -> anyhow::Result<CustomDomainId> {
    let host = Hostname::parse(host).context("the host name")?;
    let named = find::list(app, workspace).await?.into_iter().find(|domain| domain.host == host);
    Ok(named.with_context(|| format!("the workspace has not named {host}"))?.id)
}

fn row(domain: &CustomDomain) -> Value {
    json!({
        "id": domain.id.to_string(),
        "host": domain.host.as_str(),
        "isVerified": domain.verified_at.is_some(),
        "recordType": "TXT",
        "recordName": domain.record_name(),
        "recordValue": domain.record_value(),
        "createdAt": domain.created_at.to_string(),
        "verifiedAt": domain.verified_at.map(|at| at.to_string()),
    })
}
