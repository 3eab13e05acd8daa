//! `trackway completions`: what a shell completes.

use crate::arguments::Arguments;
use crate::output;
use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The shell
    shell: Shell,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Arguments::command(), "trackway", &mut script);
    output::text(&String::from_utf8(script)?);
    Ok(())
}
