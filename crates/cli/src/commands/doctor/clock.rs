//! Whether the clock goes wrong: ids, sessions and tokens are made by it.

use super::{Finding, Patient};
use jiff::{SignedDuration, Timestamp};
use std::fs;
use std::path::Path;

/// What a clock may be set back without harm.
const TOLERANCE: SignedDuration = SignedDuration::from_secs(60);

/// This program was not made before.
const EARLIEST: &str = "2026-01-01T00:00:00Z";

/// There while systemd keeps the clock right; other systems have other ways, which is why its absence means nothing.
const SYNCHRONIZED: &str = "/run/systemd/timesync/synchronized";

pub(super) fn look(patient: &Patient) -> Finding {
    let now = patient.app.clock.now();
    if EARLIEST.parse().is_ok_and(|earliest: Timestamp| now < earliest) {
        return Finding::attention("clock", format!("it says {now}, which is long ago"));
    }
    match newest_file(&patient.configuration.data) {
        Some(newest) if newest.duration_since(now) > TOLERANCE => {
            Finding::attention("clock", format!("it says {now}, and a file was written at {newest}: it has been set back"))
        }
        _ if Path::new(SYNCHRONIZED).exists() => Finding::good("clock", format!("{now}, kept right by systemd-timesyncd")),
        _ => Finding::good("clock", format!("{now}; who keeps it right is not known")),
    }
}

fn newest_file(data: &Path) -> Option<Timestamp> {
    let files = [data.to_owned(), data.join("journal")].into_iter().flat_map(|folder| fs::read_dir(folder).into_iter().flatten());
    files.filter_map(|file| Timestamp::try_from(file.ok()?.metadata().ok()?.modified().ok()?).ok()).max()
}
