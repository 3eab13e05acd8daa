//! `trackway backup`: a copy of an installation as it is at one moment, beside a running server too.
//!
//! Clicks are in the journal until the database has them, and a segment of the journal goes when the database has all of it. So the segments
//! are taken in hand first, the database's moment comes second, and what was begun meanwhile third (`trackway_journal::Holding` says why that
//! loses nothing). The database says how far it has taken in each segment, so that a restored server goes on exactly there.

pub(crate) mod copy;
pub(crate) mod manifest;

use crate::arguments::House;
use crate::commands::block_on;
use crate::installation::{self, Folder};
use crate::{backlog, output, serve};
use anyhow::{Context as _, bail};
use clap::Args;
use manifest::Manifest;
use serde_json::json;
use std::path::{Path, PathBuf};
use trackway_app::clock::{Clock as _, SystemClock};
use trackway_journal::Holding;
use trackway_store_sqlite::backup::{Moment, check, join};

/// How often it is tried to catch a moment in which no segment of the journal came and went: each takes milliseconds, a segment much longer.
const ATTEMPTS: u32 = 20;

#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    house: House,
    /// The folder for the copy; it must be empty, or not there yet
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let folder = Folder::existing(&options.house.data)?;
    copy::is_free(&options.to)?;
    serve::open_files::raise_limit();
    let made_at = SystemClock.now();
    let (holding, moment) = hold(&folder)?;
    let to = Folder::prepare(&options.to)?;
    let mut bar = output::Bar::new("copying the database", 100);
    moment.copy_to(&to.database(), |done, all| bar.at((done * 100).checked_div(all).unwrap_or(100)))?;
    bar.finish();
    holding.copy_to(&to.journal()).context("the click journal")?;
    copy::secrets_and_quarantine(&folder, &to)?;
    let (waiting, damaged) = prove(&options.to)?;

    let files = copy::fingerprints(&options.to)?;
    let bytes = files.iter().map(|file| file.bytes).sum::<u64>();
    Manifest::of(made_at, waiting, files).write(&options.to)?;
    let printed = json!({
        "backup": options.to.display().to_string(),
        "madeAt": made_at.to_string(),
        "bytes": bytes,
        "waitingClicks": waiting,
        "damagedPlaces": damaged,
    });
    output::object(&printed, options.house.json);
    Ok(())
}

/// The journal's segments and the database's moment, so that each click is in the one or the other.
fn hold(folder: &Folder) -> anyhow::Result<(Holding, Moment)> {
    for _ in 0..ATTEMPTS {
        let mut holding = Holding::begin(folder.journal()).context("the click journal")?;
        let moment = Moment::hold(&folder.database()).context("the database")?;
        if holding.follow().context("the click journal")? {
            return Ok((holding, moment));
        }
    }
    bail!("segments of the click journal come and go too fast to be copied; try again")
}

/// A copy that cannot be read is none: looks at every page of the database, and reads the clicks that wait in the journal.
fn prove(copy: &Path) -> anyhow::Result<(u64, u64)> {
    let waiting = block_on(async {
        let (folder, app) = installation::for_house(copy).await?;
        check(&folder.database()).context("the copied database")?;
        backlog::look(&folder, &app, u64::MAX).await
    })?;
    join(&Folder::existing(copy)?.database()).context("the copied database")?;
    Ok((waiting.clicks, waiting.damaged))
}
