//! The store contract, each case on a file of its own and as a test of its own.

use async_trait::async_trait;
use libtest_mimic::{Arguments, Failed, Trial};
use std::process::ExitCode;
use std::sync::Arc;
use tempfile::TempDir;
use trackway_store::contract::{CASES, Case, Place};
use trackway_store::{Store, StoreError};
use trackway_store_sqlite::SqliteStore;

/// A folder with one file in it, removed at the end.
struct Folder(TempDir);

#[async_trait]
impl Place for Folder {
    async fn open(&self) -> Result<Arc<dyn Store>, StoreError> {
        Ok(Arc::new(SqliteStore::open(&self.0.path().join("trackway.db"), 2)?))
    }
}

fn run(case: &Case) -> Result<(), Failed> {
    let threads = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_time().build()?;
    let place = Arc::new(Folder(TempDir::new()?));
    Ok(threads.block_on((case.run)(place))?)
}

fn main() -> ExitCode {
    let trials = CASES.iter().map(|case| Trial::test(case.name, || run(case))).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}
