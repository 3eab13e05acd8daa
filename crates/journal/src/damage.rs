//! What a reading could not give back: which bytes of which segment, and why.

use std::fmt;

/// A range of a segment whose records are lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Damage {
    /// The segment's number, as in its file name.
    pub segment: u64,
    /// Where the range starts, in bytes from the start of the file.
    pub offset: u64,
    /// How long it is, in bytes.
    pub length: u64,
    /// What is wrong with it.
    pub reason: DamageReason,
}

/// What is wrong with a damaged range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DamageReason {
    /// The segment's header does not verify. When the range is as long as the file, none of its records could be read; otherwise a later
    /// segment knew its id and the records are there.
    Header,
    /// These bytes are no record, but good records follow.
    Corrupt,
    /// The last bytes written before a crash: a record that was never finished, and so never answered.
    TornTail,
    /// The next segment says that records were here; the file is shorter or holds something else.
    Missing,
}

impl fmt::Display for Damage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { segment, offset, length, reason } = self;
        let what = match reason {
            DamageReason::Header => "the header does not verify",
            DamageReason::Corrupt => "not a record",
            DamageReason::TornTail => "a record cut off by a crash",
            DamageReason::Missing => "records are missing",
        };
        write!(formatter, "segment {segment}, offset {offset}, {length} bytes: {what}")
    }
}
