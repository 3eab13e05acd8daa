//! What a start finds: the segments of earlier runs, and where the last of them really ends.
//!
//! Nothing in old files is changed. The end of the last one is told by the header of the segment that this run begins.

use std::io;
use std::path::Path;

use crate::Error;
use crate::directory;
use crate::disk::Disk;
use crate::header::Ending;
use crate::ledger::{Entry, Extent};
use crate::scan::Scan;
use crate::{DamageReason, SegmentId};

pub(crate) struct Recovered {
    pub(crate) entries: Vec<Entry>,
    pub(crate) last: Ending,
    pub(crate) next_number: u64,
}

pub(crate) fn recover(directory: &Path, disk: &dyn Disk) -> Result<Recovered, Error> {
    let mut listing = directory::list(directory)?;
    for blank in &listing.blanks {
        if let Err(error) = disk.remove(blank) {
            tracing::warn!(path = %blank.display(), %error, "an empty journal segment could not be removed");
        }
    }
    let identified = listing.entries.iter_mut().rev().find_map(|entry| entry.id.map(|id| (id, entry)));
    let last = identified.map_or(Ending::NONE, |(id, entry)| end(id, entry));
    Ok(Recovered { entries: listing.entries, last, next_number: listing.next_number })
}

/// Finds the segment's end by reading it, unless a later one has told it.
fn end(id: SegmentId, entry: &mut Entry) -> Ending {
    match find_end(entry) {
        Ok((end, torn)) => {
            entry.extent = Extent::Declared { end, torn };
            Ending { number: entry.number, segment: id, end, torn }
        }
        // A block that cannot be read must not keep the whole service from starting: the tail will run into it and say so.
        Err(error) => {
            tracing::error!(path = %entry.path.display(), %error, "the last journal segment cannot be read to its end");
            Ending::NONE
        }
    }
}

fn find_end(entry: &Entry) -> io::Result<(u64, u64)> {
    const WINDOW: usize = 1 << 20;
    if let Extent::Declared { end, torn } = entry.extent {
        return Ok((end, torn));
    }
    let mut scan = Scan::open(entry, 0)?;
    loop {
        // A segment that nothing more is written to always has a last chunk.
        let Some(chunk) = scan.read(entry.extent, WINDOW)? else { return Ok((scan.position(), 0)) };
        if chunk.is_last() {
            let torn = chunk.damage.iter().find(|damage| damage.reason == DamageReason::TornTail);
            torn.inspect(|damage| tracing::warn!(%damage, "the journal was cut at its last good record"));
            return Ok((chunk.to, torn.map_or(0, |damage| damage.length)));
        }
    }
}
