//! `trackway version`.

use crate::output;
use clap::Args;
use serde_json::json;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(options: &Options) {
    let printed = json!({"name": "trackway", "version": env!("CARGO_PKG_VERSION")});
    output::object(&printed, options.json);
}
