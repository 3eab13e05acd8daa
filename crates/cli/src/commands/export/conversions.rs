//! `trackway export conversions`: every conversion in the order in which they were recorded, a portion in memory at a time.

use super::clicks::writer;
use crate::arguments::Place;
use crate::commands::block_on;
use crate::{installation, output};
use clap::{Args, ValueEnum};
use jiff::Timestamp;
use serde_json::json;
use std::path::PathBuf;
use std::sync::Arc;
use trackway_app::raw_log::conversions::ConversionPortions;
use trackway_dialect_trackway::conversions::row::{COLUMNS, view};
use trackway_dialect_trackway::raw::format::Format as Rows;
use trackway_store::conversions::ConversionQuery;
use trackway_store::page::Order;

/// Conversions in memory at once.
const AT_ONCE: u32 = 1_000;

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
    /// Only what occurred from this instant on
    #[arg(long, value_name = "INSTANT")]
    from: Option<Timestamp>,
    /// Only what occurred before this instant
    #[arg(long, value_name = "INSTANT")]
    before: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// A line for each conversion, with a first line of names
    Csv,
    /// A JSON object on a line for each conversion
    Ndjson,
}

pub(super) fn run(options: Options) -> anyhow::Result<()> {
    block_on(async move {
        let (_, app, workspace) = installation::for_command(&options.place).await?;
        let rows = match options.format {
            Format::Csv => Rows::Csv,
            Format::Ndjson => Rows::Ndjson,
        };
        let mut to = writer(options.output.as_deref())?;
        to.write_all(&rows.head(COLUMNS))?;
        let mut bar = output::Bar::new("exporting conversions", app.store.conversions().count(workspace.id).await?);
        let all = ConversionQuery::all(workspace.id, None, AT_ONCE);
        let query = ConversionQuery { from: options.from, before: options.before, order: Order::OldestFirst, ..all };
        let (mut portions, mut written) = (ConversionPortions::new(Arc::new(app), query, None), 0);
        while let Some(views) = portions.next().await? {
            to.write_all(&rows.rows(COLUMNS, &views.iter().map(view).collect::<Vec<_>>()))?;
            written += views.len() as u64;
            bar.at(written);
        }
        to.flush()?;
        bar.finish();
        if let Some(file) = &options.output {
            output::object(&json!({"conversions": written, "file": file}), options.place.json);
        }
        Ok(())
    })
}
