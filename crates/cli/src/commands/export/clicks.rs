//! `trackway export clicks`: every click, a portion in memory at a time.

use super::rows::{Csv, NdJson};
use crate::arguments::Place;
use crate::commands::block_on;
use crate::{installation, output};
use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};
use jiff::Timestamp;
use serde_json::json;
use std::fs::OpenOptions;
use std::io::{BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use trackway_domain::stats::Span;
use trackway_domain::workspace::WorkspaceId;
use trackway_store::clicks::ClickRow;
use trackway_store_sqlite::ParquetFile;

#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    place: Place,
    /// How it is written
    #[arg(long, value_enum)]
    format: Format,
    /// The file, which must not be there yet; standard output unless given
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Only clicks from this instant on
    #[arg(long, value_name = "INSTANT")]
    from: Option<Timestamp>,
    /// Only clicks from before this instant
    #[arg(long, value_name = "INSTANT")]
    before: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// Columns, small; what DuckDB, pandas and ClickHouse open
    Parquet,
    /// A line for each click, with a first line of names
    Csv,
    /// A JSON object on a line for each click
    Ndjson,
}

/// Where clicks go.
pub(super) trait Target {
    fn write(&mut self, clicks: &[ClickRow]) -> anyhow::Result<()>;
    fn finish(self: Box<Self>) -> anyhow::Result<()>;
}

pub(super) fn run(options: Options) -> anyhow::Result<()> {
    block_on(async move {
        let (_, app, workspace) = installation::for_command(&options.place).await?;
        let span = Span::new(options.from.unwrap_or(Timestamp::MIN), options.before.unwrap_or(Timestamp::MAX))?;
        let mut target = target(&options, workspace.id)?;
        let mut walk = app.store.click_walks().walk(workspace.id, span).await?;
        let mut bar = output::Bar::new("exporting clicks", walk.all);
        let mut clicks = 0;
        while let Some(rows) = app.store.click_walks().step(&mut walk).await? {
            target.write(&rows)?;
            clicks += rows.len();
            bar.at(walk.passed);
        }
        target.finish()?;
        bar.finish();
        if let Some(file) = &options.output {
            output::object(&json!({"clicks": clicks, "file": file}), options.place.json);
        }
        Ok(())
    })
}

fn target(options: &Options, workspace: WorkspaceId) -> anyhow::Result<Box<dyn Target>> {
    Ok(match (options.format, &options.output) {
        (Format::Parquet, None) => bail!("a Parquet file needs --output: its end says where its parts are"),
        (Format::Parquet, Some(file)) => Box::new(Parquet(ParquetFile::create(file, workspace)?)),
        (Format::Csv, file) => Box::new(Csv::begin(writer(file.as_deref())?)),
        (Format::Ndjson, file) => Box::new(NdJson(writer(file.as_deref())?)),
    })
}

pub(super) fn writer(file: Option<&Path>) -> anyhow::Result<Box<dyn Write>> {
    let Some(file) = file else { return Ok(Box::new(BufWriter::new(std::io::stdout().lock()))) };
    let new = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    Ok(Box::new(BufWriter::new(new.with_context(|| format!("cannot make {}", file.display()))?)))
}

struct Parquet(ParquetFile);

impl Target for Parquet {
    fn write(&mut self, clicks: &[ClickRow]) -> anyhow::Result<()> {
        Ok(self.0.write(clicks)?)
    }

    fn finish(self: Box<Self>) -> anyhow::Result<()> {
        self.0.finish()?;
        Ok(())
    }
}
