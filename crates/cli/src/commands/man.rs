//! `trackway man`: manual pages, one for each command.

use crate::arguments::Arguments;
use crate::output;
use anyhow::Context as _;
use clap::{Args, CommandFactory as _};
use clap_mangen::Man;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Write a page for each command into this folder, instead of printing the first
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let Some(folder) = &options.to else {
        let mut page = Vec::new();
        Man::new(Arguments::command()).render(&mut page)?;
        output::text(&String::from_utf8(page)?);
        return Ok(());
    };
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    clap_mangen::generate_to(Arguments::command(), folder).with_context(|| folder.display().to_string())
}
