//! Records that cannot be stored for good: put aside in a file, so that they block nobody and nothing is lost.

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use trackway_journal::Record;

/// The file, one JSON line a record: where it lay, why it is here, its bytes in hexadecimal.
pub struct Quarantine {
    file: PathBuf,
    /// Where those lay that were put aside since the start: a batch that is tried again brings its bad records again.
    known: Mutex<BTreeSet<(u64, u64)>>,
}

impl Quarantine {
    /// Appends to this file, which is made when it is needed, readable by its owner only.
    #[must_use]
    pub fn new(file: PathBuf) -> Self {
        Self { file, known: Mutex::default() }
    }

    /// How many records were put aside since the start.
    #[must_use]
    pub fn count(&self) -> usize {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Puts a record aside.
    ///
    /// # Errors
    /// Where the file cannot be written: the record must then stay where it is.
    pub fn put_aside(&self, record: &Record<'_>, reason: &str) -> io::Result<()> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let place = (record.position.number, record.position.offset);
        if known.contains(&place) {
            return Ok(());
        }
        let hexadecimal = record.payload.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let line = serde_json::json!({
            "segment": record.position.number, "offset": record.position.offset, "reason": reason, "record": hexadecimal,
        });
        let mut file = OpenOptions::new().create(true).append(true).mode(0o600).open(&self.file)?;
        file.write_all(format!("{line}\n").as_bytes())?;
        file.sync_data()?;
        known.insert(place);
        tracing::error!(segment = record.position.number, offset = record.position.offset, reason, "a click was put aside");
        Ok(())
    }
}
