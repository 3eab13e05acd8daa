//! Looking through damaged bytes: for the next record that verifies, and for the last byte that is not zero.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

use crate::record::{self, Key, MAGIC, MAX_RECORD_BYTES};

const STEP: usize = 256 * 1024;

/// Where the first good record at or behind `from` starts. Every offset is tried: the length in a damaged record is not to be trusted,
/// it might lead past records that are good.
pub(crate) fn next_good(file: &File, key: Key, from: u64, limit: u64) -> io::Result<Option<u64>> {
    // Usually nothing follows but the zeros of preallocation, and those are passed over faster. No record starts there, but the last
    // one may well end with zeros, so it is still looked at up to the limit.
    let last_start = end_of_content(file, from, limit)?;
    let mut start = from;
    while start < last_start {
        let window = read(file, start, limit.min(start + (STEP + MAX_RECORD_BYTES) as u64))?;
        if let Some(at) = first_good(&window, key) {
            return Ok(Some(start + at as u64));
        }
        start += STEP as u64;
    }
    Ok(None)
}

/// Only the first `STEP` bytes are tried as starts: a record that starts there is whole in the window if it is whole at all.
fn first_good(window: &[u8], key: Key) -> Option<usize> {
    let candidates = 0..window.len().min(STEP);
    candidates.filter(|&at| window[at..].starts_with(&MAGIC)).find(|&at| record::verify(&window[at..], key).is_some())
}

/// The offset behind the last byte that is not zero; `from` when there is none.
pub(crate) fn end_of_content(file: &File, from: u64, limit: u64) -> io::Result<u64> {
    // A preallocated segment is mostly zeros, and whole blocks are compared many times faster than bytes are looked at.
    let zeros = vec![0; STEP];
    let mut end = limit;
    while end > from {
        let start = from.max(end.saturating_sub(STEP as u64));
        let block = read(file, start, end)?;
        if block != zeros[..block.len()]
            && let Some(last) = block.iter().rposition(|&byte| byte != 0)
        {
            return Ok(start + last as u64 + 1);
        }
        end = start;
    }
    Ok(from)
}

pub(crate) fn read(file: &File, from: u64, to: u64) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; (to - from) as usize];
    file.read_exact_at(&mut bytes, from)?;
    Ok(bytes)
}
