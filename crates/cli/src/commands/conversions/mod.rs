//! `trackway conversions`: what persons did.

mod import;
mod rows;

use crate::commands::block_on;
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Record the conversions of a file; running it again changes nothing
    #[command(after_help = "Examples:
  trackway conversions import --data ./data sales.csv
  trackway conversions import --data ./data --format ndjson --json -")]
    Import(import::Import),
}

pub(crate) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Import(options) => block_on(import::import(options)),
    }
}
