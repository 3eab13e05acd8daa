//! What the system says of this process, where it has a `/proc`.

use std::fs;

/// Memory that it holds.
pub(super) fn resident_bytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.split_whitespace().next()?.parse::<u64>().ok()? * 1024)
}

/// File descriptors that it has open.
pub(super) fn open_files() -> Option<u64> {
    // The folder that is read here is open too.
    Some((fs::read_dir("/proc/self/fd").ok()?.count() as u64).saturating_sub(1))
}
