//! The store contract, each case on a file of its own and as a test of its own. What is about clicks is tried twice: while they are in blocks,
//! and with every click in a part as soon as may be.

use async_trait::async_trait;
use libtest_mimic::{Arguments, Failed, Trial};
use std::process::ExitCode;
use std::sync::Arc;
use tempfile::TempDir;
use trackway_store::contract::{CASES, Case, Place};
use trackway_store::{Store, StoreError};
use trackway_store_sqlite::{SqliteStore, Tending};

/// A folder with one file in it, removed at the end.
struct Folder {
    folder: TempDir,
    tending: Tending,
}

#[async_trait]
impl Place for Folder {
    async fn open(&self) -> Result<Arc<dyn Store>, StoreError> {
        Ok(Arc::new(SqliteStore::open_tending(&self.folder.path().join("trackway.db"), 2, self.tending.clone())?))
    }
}

/// Ports that are about clicks.
const OF_CLICKS: [&str; 9] =
    ["clicks", "click_rows", "click_log", "books", "conversions", "stats", "random_questions", "link_days", "upkeep"];

fn run(case: &Case, tending: Tending) -> Result<(), Failed> {
    let threads = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_time().build()?;
    let place = Arc::new(Folder { folder: TempDir::new()?, tending });
    Ok(threads.block_on((case.run)(place))?)
}

fn main() -> ExitCode {
    let in_parts = Tending { waiting: 2, row_group: 256, busy: 5, at_once: true, ..Tending::default() };
    let of_clicks = CASES.iter().filter(|case| case.name.split_once("::").is_some_and(|(port, _)| OF_CLICKS.contains(&port)));
    let in_blocks = CASES.iter().map(|case| Trial::test(case.name, || run(case, Tending::default())));
    let in_parts = of_clicks.map(|case| (in_parts.clone(), case));
    let in_parts = in_parts.map(|(tending, case)| Trial::test(format!("in_parts::{}", case.name), || run(case, tending)));
    libtest_mimic::run(&Arguments::from_args(), in_blocks.chain(in_parts).collect()).exit_code()
}
