//! Whether the database answers, is up to date, and stays small beside its file.

use super::{Finding, Patient};
use std::fs;
use trackway_store::migrations::Migrations;

const SECTION: &str = "database";

/// A write-ahead log beyond this waits for a reader that does not end, in bytes.
const LONG_LOG: u64 = 1 << 30;

/// Tables that are not those of this program. Nothing else is looked at then.
pub(super) fn behind(Migrations { done, known }: Migrations) -> Finding {
    let what = if done < known { "`trackway migrate` or the next start brings it up to date" } else { "a newer program has been here" };
    Finding::attention(SECTION, format!("of {known} steps {done} are done: {what}; the rest was not looked at"))
}

pub(super) async fn look(patient: &Patient) -> Vec<Finding> {
    let answers = match patient.app.store.migrations().await {
        Ok(migrations) if migrations.is_current() => {
            let bytes = fs::metadata(patient.folder.database()).map_or(0, |file| file.len());
            Finding::good(SECTION, format!("answers, tables are up to date ({}), {} MiB", migrations.done, bytes >> 20))
        }
        Ok(migrations) => behind(migrations),
        Err(error) => Finding::attention(SECTION, error.to_string()),
    };
    let log = fs::metadata(patient.folder.database().with_extension("db-wal")).map_or(0, |file| file.len());
    let too_long = (log > LONG_LOG)
        .then(|| Finding::attention(SECTION, format!("its write-ahead log has {} MiB: some reader has been at it for long", log >> 20)));
    [Some(answers), too_long].into_iter().flatten().collect()
}
