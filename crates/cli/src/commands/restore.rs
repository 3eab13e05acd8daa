//! `trackway restore`: an installation out of a backup.

use crate::arguments::House;
use crate::commands::backup::copy;
use crate::commands::backup::manifest::Manifest;
use crate::commands::block_on;
use crate::installation::{self, Folder};
use crate::output;
use anyhow::{Context as _, bail, ensure};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;
use trackway_store_sqlite::backup::check;

#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    house: House,
    /// The folder of the backup
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let manifest = Manifest::read(&options.from)?;
    copy::is_free(&options.house.data)?;
    Folder::prepare(&options.house.data)?;
    for file in &manifest.files {
        let copied = copy::copy(&options.from.join(&file.path), &options.house.data.join(&file.path))?;
        let is_same = (copied.bytes, &copied.sha256) == (file.bytes, &file.sha256);
        ensure!(is_same, "{} is not what was backed up; what was restored so far is of no use", file.path.display());
    }
    let (clicks, wrong) = block_on(verify(options))?;
    let printed = json!({
        "restored": options.house.data.display().to_string(),
        "madeAt": manifest.made_at.to_string(),
        "clicks": clicks,
        "waitingClicks": manifest.waiting_clicks,
        "differences": wrong,
    });
    output::object(&printed, options.house.json);
    match wrong {
        0 => Ok(()),
        count => bail!("{count} counters differ from the log, as they did when the backup was made; `trackway rebuild` sets them right"),
    }
}

/// What the log holds, and how many counters do not say so.
async fn verify(options: &Options) -> anyhow::Result<(u64, usize)> {
    let (folder, app) = installation::for_house(&options.house.data).await?;
    check(&folder.database()).context("the restored database")?;
    let differences = app.store.books().differences(Box::new(output::progress("verifying"))).await?;
    Ok((app.store.clicks().log_end().await?.0, differences.len()))
}
