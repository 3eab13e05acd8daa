//! `trackway export`: what was recorded, as files for other programs.

mod clicks;
mod conversions;
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
    /// Write the conversions of a workspace to a file, with the credit that each has now; a server may run meanwhile
    #[command(after_help = "Examples:
  trackway export conversions --format csv --output conversions.csv
  trackway export conversions --format ndjson --from 2026-03-01T00:00:00Z > march.ndjson")]
    Conversions(conversions::Options),
}

pub(crate) fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Clicks(options) => clicks::run(options),
        Command::Conversions(options) => conversions::run(options),
    }
}
