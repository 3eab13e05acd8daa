//! `trackway export`: what was recorded, as files for other programs.

mod clicks;
mod rows;

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write the clicks of a workspace to a file; a server may run meanwhile
    #[command(after_help = "Examples:
  trackway export clicks --format parquet --output clicks.parquet
  trackway export clicks --format csv --from 2026-03-01T00:00:00Z --output march.csv
  trackway export clicks --format ndjson | gzip > clicks.ndjson.gz")]
    Clicks(clicks::Options),
}

pub(crate) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Clicks(options) => clicks::run(options),
    }
}
