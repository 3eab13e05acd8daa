//! `trackway conversions import`: many conversions from a file. Good rows are kept, whatever the others are; a row that was recorded before
//! changes nothing, so a run that was broken off is finished by running it again.

use super::rows::{self, Format, Row};
use crate::arguments::Place;
use crate::{installation, output};
use anyhow::{Context as _, bail};
use clap::Args;
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use trackway_app::App;
use trackway_app::conversions::record::{Outcome, record};
use trackway_store::conversions::Recording;
use trackway_store::links::Within;

/// Rows in a transaction.
const BATCH: usize = 500;

#[derive(Debug, Args)]
pub(crate) struct Import {
    #[command(flatten)]
    place: Place,
    /// The file; '-' is standard input
    file: PathBuf,
    /// What it is; its name says so unless given
    #[arg(long, value_enum)]
    format: Option<Format>,
}

/// What became of the rows.
#[derive(Default)]
struct Report {
    recorded: u64,
    duplicates: u64,
    bad: Vec<(u64, String)>,
}

pub(super) async fn import(options: Import) -> anyhow::Result<()> {
    let format = options.format.or_else(|| Format::of(&options.file));
    let format = format.context("--format: the file's name does not say whether it is csv or ndjson")?;
    let (reader, length) = open(&options.file)?;
    let (_, app, workspace) = installation::for_command(&options.place).await?;
    let within = Within { workspace: workspace.id, account: None };
    let (mut report, mut batch) = (Report::default(), Vec::with_capacity(BATCH));
    let mut progress = output::Bar::new("importing", length);
    for row in rows::read(reader, format)? {
        let row = row.with_context(|| format!("cannot read {}", options.file.display()))?;
        progress.at(row.end);
        batch.push(row);
        if batch.len() == BATCH {
            take(&app, within, std::mem::take(&mut batch), &mut report).await?;
        }
    }
    take(&app, within, batch, &mut report).await?;
    progress.finish();
    print(&report, options.place.json);
    match report.bad.len() {
        0 => Ok(()),
        1 => bail!("1 row was not imported; the others were"),
        count => bail!("{count} rows were not imported; the others were"),
    }
}

fn open(file: &Path) -> anyhow::Result<(Box<dyn Read>, u64)> {
    if file == Path::new("-") {
        return Ok((Box::new(std::io::stdin()), 0));
    }
    let opened = File::open(file).with_context(|| format!("cannot open {}", file.display()))?;
    let length = opened.metadata()?.len();
    Ok((Box::new(BufReader::with_capacity(1 << 16, opened)), length))
}

async fn take(app: &App, within: Within, batch: Vec<Row>, report: &mut Report) -> anyhow::Result<()> {
    let (mut lines, mut reports) = (Vec::new(), Vec::new());
    for row in batch {
        match row.reported {
            Ok(reported) => {
                lines.push(row.line);
                reports.push(reported);
            }
            Err(reason) => report.bad.push((row.line, reason)),
        }
    }
    for (line, outcome) in lines.into_iter().zip(record(app, within, reports).await?) {
        let reason = match outcome {
            Outcome::Recording(Recording::Recorded(_)) => {
                report.recorded += 1;
                continue;
            }
            Outcome::Recording(Recording::Duplicate(_)) => {
                report.duplicates += 1;
                continue;
            }
            Outcome::Recording(Recording::Conflict) => "this idempotencyKey was used for another conversion".to_owned(),
            Outcome::Recording(Recording::Refused(refusal)) => refusal.to_string(),
            Outcome::NotFound(thing) => format!("{thing} not found"),
        };
        report.bad.push((line, reason));
    }
    Ok(())
}

fn print(report: &Report, as_json: bool) {
    let mut bad = report.bad.clone();
    bad.sort();
    let rows = bad.iter().map(|(line, reason)| json!({"line": line, "reason": reason})).collect::<Vec<Value>>();
    let counts = json!({"recorded": report.recorded, "duplicates": report.duplicates, "bad": report.bad.len()});
    if as_json {
        let mut all = counts;
        all["rows"] = rows.into();
        return output::object(&all, true);
    }
    output::object(&counts, false);
    if !rows.is_empty() {
        output::table(&rows, &["line", "reason"], false);
    }
}
