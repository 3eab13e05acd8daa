//! Where log lines go: standard error, as text for people or JSON for programs.

use crate::configuration::{Configuration, LogFormat};
use anyhow::Context as _;
use std::io::IsTerminal as _;
use tracing_subscriber::EnvFilter;

pub(super) fn start(configuration: &Configuration) -> anyhow::Result<()> {
    let filter = filter(configuration)?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match configuration.log_format {
        LogFormat::Text => lines.with_target(false).with_ansi(std::io::stderr().is_terminal()).init(),
        LogFormat::Json => lines.json().flatten_event(true).init(),
    }
    Ok(())
}

/// What is logged.
pub(super) fn filter(configuration: &Configuration) -> anyhow::Result<EnvFilter> {
    EnvFilter::try_new(&configuration.log).with_context(|| format!("log: '{}' is no filter", configuration.log))
}
