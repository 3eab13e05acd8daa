//! Room on the disk, and how long it takes to have something for good: each commit, and with `fsync` each redirect, waits for that.

use super::Finding;
use crate::configuration::{Configuration, DurabilityMode};
use rustix::fs::statvfs;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::time::{Duration, Instant};

/// Room below which something has to be done, in bytes.
const LITTLE: u64 = 1 << 30;

/// Syncs that are timed.
const ROUNDS: usize = 20;

/// What a sync may take, at the median.
const SLOW: Duration = Duration::from_millis(50);

/// The same where each redirect waits for one.
const SLOW_FOR_VISITORS: Duration = Duration::from_millis(10);

pub(super) fn look(configuration: &Configuration) -> Vec<Finding> {
    vec![room(configuration), latency(configuration)]
}

fn room(configuration: &Configuration) -> Finding {
    const SECTION: &str = "disk space";
    let found = match statvfs(&configuration.data) {
        Ok(found) => found,
        Err(error) => return Finding::attention(SECTION, error.to_string()),
    };
    let free = found.f_bavail * found.f_frsize;
    let said = format!("{} MiB free", free >> 20);
    match free {
        _ if found.f_files > 0 && found.f_favail == 0 => Finding::attention(SECTION, format!("{said}, and no more files can be made")),
        ..LITTLE => Finding::attention(SECTION, format!("{said}: clicks are lost when nothing is left")),
        free if free < configuration.backlog_bytes => {
            Finding::good(SECTION, format!("{said}; less than backlog_bytes, so a journal that nobody takes in could fill the disk"))
        }
        _ => Finding::good(SECTION, said),
    }
}

fn latency(configuration: &Configuration) -> Finding {
    const SECTION: &str = "disk latency";
    let mut times = match syncs(&configuration.data) {
        Ok(times) => times,
        Err(error) => return Finding::attention(SECTION, format!("cannot write in {}: {error}", configuration.data.display())),
    };
    times.sort_unstable();
    let (median, slowest) = (times[ROUNDS / 2], times[ROUNDS - 1]);
    let said = format!("a sync takes {:.1} ms, the slowest of {ROUNDS} {:.1} ms", milliseconds(median), milliseconds(slowest));
    let most = if configuration.durability == DurabilityMode::Fsync { SLOW_FOR_VISITORS } else { SLOW };
    if median > most {
        return Finding::attention(SECTION, format!("{said}: more than {most:?}"));
    }
    Finding::good(SECTION, said)
}

/// How long it takes to bring a few kilobytes to the disk, time and again.
fn syncs(data: &Path) -> io::Result<[Duration; ROUNDS]> {
    let path = data.join(format!("doctor-{}.tmp", std::process::id()));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
    let mut times = [Duration::ZERO; ROUNDS];
    let timed = times.iter_mut().try_for_each(|time| {
        let begun = Instant::now();
        file.write_all(&[7; 4_096])?;
        file.sync_data()?;
        *time = begun.elapsed();
        Ok(())
    });
    fs::remove_file(path)?;
    timed.map(|()| times)
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
