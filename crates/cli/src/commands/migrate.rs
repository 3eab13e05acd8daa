//! `trackway migrate`: the database's tables brought up to date, or a look whether they are.

use crate::arguments::House;
use crate::installation::Folder;
use crate::output;
use anyhow::{Context as _, ensure};
use clap::Args;
use serde_json::json;
use trackway_store_sqlite::SqliteStore;

#[derive(Debug, Args)]
pub(crate) struct Options {
    #[command(flatten)]
    house: House,
    /// Change nothing; fail where there is something to do
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    let folder = Folder::existing(&options.house.data)?;
    if !options.check {
        folder.open_store()?;
    }
    let migrations = SqliteStore::migrations_of(&folder.database()).context("the database")?;
    output::object(&json!({"done": migrations.done, "known": migrations.known}), options.house.json);
    ensure!(migrations.done <= migrations.known, "the database is of a newer version than this program");
    ensure!(migrations.is_current(), "the tables are not up to date; `trackway migrate` or the next start of the server changes them");
    Ok(())
}
