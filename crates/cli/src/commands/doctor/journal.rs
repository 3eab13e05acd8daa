//! Whether clicks wait.

use super::{Finding, Patient};
use crate::backlog::{self, Backlog};

const SECTION: &str = "journal";

/// More is not read, in bytes: that much means trouble already.
const MOST: u64 = 256 << 20;

/// A server that takes clicks in leaves less, in bytes.
const MUCH: u64 = 64 << 20;

pub(super) async fn look(patient: &Patient) -> Finding {
    match backlog::look(&patient.folder, &patient.app, MOST).await {
        Err(error) => Finding::attention(SECTION, format!("{error:#}")),
        Ok(Backlog { damaged, .. }) if damaged > 0 => {
            Finding::attention(SECTION, format!("{damaged} places cannot be read; the server's log names them when it comes there"))
        }
        Ok(Backlog { clicks, bytes, .. }) if bytes > MUCH => {
            Finding::attention(SECTION, format!("{clicks} clicks or more wait ({} MiB): they are not taken in", bytes >> 20))
        }
        Ok(Backlog { clicks, .. }) => match quarantined(patient) {
            0 => Finding::good(SECTION, format!("{clicks} clicks wait")),
            lines => {
                let file = patient.folder.quarantine();
                Finding::attention(SECTION, format!("{lines} clicks were put aside in {}, which says why", file.display()))
            }
        },
    }
}

fn quarantined(patient: &Patient) -> usize {
    std::fs::read(patient.folder.quarantine()).map_or(0, |text| text.iter().filter(|byte| **byte == b'\n').count())
}
