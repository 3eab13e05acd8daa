//! `trackway config`: the settings as a server would read them.

use crate::arguments::Settings;
use crate::commands::block_on;
use crate::configuration::reference::{schema, toml};
use crate::configuration::{Configuration, Origin};
use crate::{output, serve};
use anyhow::Context as _;
use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};
use tokio::net::TcpListener;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read the settings and the files that they name, as the server would; fails where it would not start
    #[command(after_help = "Examples:
  trackway config check --config /etc/trackway/trackway.toml
  trackway config check --config new.toml --listen")]
    Check(Check),
    /// Show what the settings come to, and where each is from
    #[command(after_help = "Example:
  trackway config dump --config /etc/trackway/trackway.toml")]
    Dump(Settings),
    /// Print a JSON schema of a file with settings
    #[command(after_help = "Example:
  trackway config schema > trackway.schema.json")]
    Schema,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    #[command(flatten)]
    settings: Settings,
    /// See also whether one could listen there; not beside a running server
    #[arg(long)]
    listen: bool,
}

pub(crate) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Check(options) => check(&options),
        Command::Dump(settings) => dump(&settings),
        Command::Schema => {
            output::line(&serde_json::to_string_pretty(&schema())?);
            Ok(())
        }
    }
}

fn check(options: &Check) -> anyhow::Result<()> {
    let configuration = options.settings.load()?;
    serve::try_settings(&configuration)?;
    if options.listen {
        block_on(try_to_listen(&configuration))?;
    }
    output::object(&json!({"settings": "good"}), options.settings.json);
    Ok(())
}

async fn try_to_listen(configuration: &Configuration) -> anyhow::Result<()> {
    for address in [Some(configuration.listen), configuration.metrics_listen].into_iter().flatten() {
        TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))?;
    }
    Ok(())
}

fn dump(settings: &Settings) -> anyhow::Result<()> {
    let (_, origins) = Configuration::load_with_origins(settings.config.as_deref(), settings)?;
    if settings.json {
        let shown = |Origin { name, value, from }: Origin| (name, json!({"value": value, "from": from}));
        output::object(&Value::from(origins.into_iter().map(shown).collect::<Map<_, _>>()), true);
        return Ok(());
    }
    for Origin { name, value, from } in origins {
        output::line(&format!("{name} = {}  # {from}", toml(&value)));
    }
    Ok(())
}
