//! The command line, as clap reads it.

use crate::commands;
use crate::configuration::Configuration;
use crate::serve;
use clap::{Args, Parser, Subcommand};
use serde::Serialize;
use std::path::PathBuf;
use uuid::Uuid;

/// Tracking links: make them, send visitors on, count every click once.
#[derive(Debug, Parser)]
#[command(
    name = "trackway",
    version,
    max_term_width = 100,
    after_help = "Examples:
  trackway serve --data ./data --listen 127.0.0.1:8080
  trackway keys create --data ./data --name laptop --scopes 'links:read links:write'
  trackway accounts create --data ./data --handle mia --profile-url https://example.com/mia
  trackway links list --data ./data --json"
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the server: redirects, APIs, dashboard
    Serve(serve::Options),
    /// Make and list workspaces: tenants that see nothing of each other
    #[command(subcommand)]
    Workspaces(commands::workspaces::Command),
    /// Make three months of made-up clicks, people and sales, and serve them
    Demo(commands::demo::Options),
    /// Make, list and revoke API keys
    #[command(subcommand)]
    Keys(commands::keys::Command),
    /// Make and list accounts: the creators or apps that links belong to
    #[command(subcommand)]
    Accounts(commands::accounts::Command),
    /// Name host names under which links are opened too, show whose they are, list and give them up
    #[command(subcommand)]
    Domains(commands::domains::Command),
    /// Make, list and shut out people who sign in
    #[command(subcommand)]
    Users(commands::users::Command),
    /// Register, list and revoke OAuth clients: programs that people can allow something
    #[command(subcommand)]
    OauthClients(commands::oauth_clients::Command),
    /// List and end what people have allowed programs
    #[command(subcommand)]
    Consents(commands::consents::Command),
    /// Change and list the keys that sign tokens
    #[command(subcommand)]
    OauthKeys(commands::oauth_keys::Command),
    /// Record what persons did
    #[command(subcommand)]
    Conversions(commands::conversions::Command),
    /// Choose by which model totals are shared, and work them out anew
    #[command(subcommand)]
    Attribution(commands::attribution::Command),
    /// Issue access tokens
    #[command(subcommand)]
    Tokens(commands::tokens::Command),
    /// List webhooks and what they were told, tell them again, change their secrets
    #[command(subcommand)]
    Webhooks(commands::webhooks::Command),
    /// Show what was administered, and whether somebody has touched that
    #[command(subcommand)]
    Audit(commands::audit::Command),
    /// List and show links
    #[command(subcommand)]
    Links(commands::links::Command),
    /// Write what was recorded to files for other programs
    #[command(subcommand)]
    Export(commands::export::Command),
    /// Show or erase all that is kept about one person
    #[command(subcommand)]
    Persons(commands::persons::Command),
    /// Make, list and end addresses under which others may look at numbers
    #[command(subcommand)]
    Shares(commands::shares::Command),
    /// Hold every counter against the log of clicks; names what differs, and fails then
    #[command(after_help = "Example:
  trackway verify --data ./data --json")]
    Verify(House),
    /// Set the counters that differ from the log right; a server may run meanwhile
    #[command(after_help = "Example:
  trackway rebuild --data ./data")]
    Rebuild(House),
    /// Sort the clicks of before into traffic classes by today's rules; a server may run meanwhile
    #[command(after_help = "Example:
  trackway reclassify --data ./data")]
    Reclassify(House),
    /// Write waiting clicks into compact files and add up days that are over; a server does so by itself
    #[command(after_help = "Example:
  trackway compact --data ./data")]
    Compact(House),
    /// Copy everything as it is at one moment; a server may run meanwhile
    #[command(after_help = "Example:
  trackway backup --data ./data --to /backups/2026-11-21")]
    Backup(commands::backup::Options),
    /// Make an installation out of a backup, and verify it
    #[command(after_help = "Example:
  trackway restore --from /backups/2026-11-21 --data ./restored")]
    Restore(commands::restore::Options),
    /// Bring the database's tables up to date, as the next start would
    #[command(after_help = "Examples:
  trackway migrate --data ./data --check
  trackway migrate --data ./data")]
    Migrate(commands::migrate::Options),
    /// Look for what is wrong and says nothing by itself; fails where there is anything
    #[command(after_help = "Examples:
  trackway doctor --data ./data
  trackway doctor --config /etc/trackway/trackway.toml --json")]
    Doctor(Settings),
    /// Ask the server that these settings are for whether it is ready
    #[command(after_help = "Example:
  trackway healthcheck --config /etc/trackway/trackway.toml")]
    Healthcheck(Settings),
    /// Check and show settings
    #[command(subcommand)]
    Config(commands::config::Command),
    /// Print what a shell completes
    #[command(after_help = "Example:
  trackway completions bash > /etc/bash_completion.d/trackway")]
    Completions(commands::completions::Options),
    /// Print the manual page, or write one for each command
    #[command(after_help = "Example:
  trackway man --to /usr/local/share/man/man1")]
    Man(commands::man::Options),
    /// Print a page of the documentation that is generated
    #[command(hide = true)]
    Reference(commands::reference::Options),
    /// Say which version this is
    Version(commands::version::Options),
}

/// Where the installation is and how to print: what every command but `serve` takes.
#[derive(Debug, Args)]
pub(crate) struct House {
    /// The folder that holds everything
    #[arg(long, value_name = "DIR", env = "TRACKWAY_DATA", default_value = "./data")]
    pub(crate) data: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// The same, and the workspace: what commands take that work in one.
#[derive(Debug, Args)]
pub(crate) struct Place {
    /// The folder that holds everything
    #[arg(long, value_name = "DIR", env = "TRACKWAY_DATA", default_value = "./data")]
    pub(crate) data: PathBuf,
    /// The workspace to work in, as `workspaces list` prints it; the oldest unless given
    #[arg(long, value_name = "UUID", env = "TRACKWAY_WORKSPACE")]
    pub(crate) workspace: Option<Uuid>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Where a server's settings are: what commands take that look at one from outside.
#[derive(Debug, Args, Serialize)]
pub(crate) struct Settings {
    /// A file with settings (TOML)
    #[arg(long, value_name = "FILE", env = "TRACKWAY_CONFIG")]
    #[serde(skip)]
    pub(crate) config: Option<PathBuf>,
    /// The folder that holds everything [default: ./data]
    #[arg(long, value_name = "DIR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    #[serde(skip)]
    pub(crate) json: bool,
}

impl Settings {
    /// What they come to.
    ///
    /// # Errors
    /// As for [`Configuration::load`].
    pub(crate) fn load(&self) -> anyhow::Result<Configuration> {
        Configuration::load(self.config.as_deref(), self)
    }
}
